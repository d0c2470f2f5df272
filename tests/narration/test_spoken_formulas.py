"""TeX and MathML in words."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rhapsode.narration.spoken import FormulaError, mathml_to_words, tex_to_words

TEX = r"""
E = mc^2 => E equals m c squared
$x^3$ => x cubed
\frac{1}{2} => one half
\frac{3}{4} => three quarters
\frac{a}{b} => A. over b
\frac{x+1}{y} => the fraction with numerator x plus one and denominator y
\sqrt{2} => the square root of two
\sqrt[3]{x} => the cube root of x
\sqrt[5]{x} => the fifth root of x
\sum_{i=1}^{n} i^2 => the sum from i equals one to n of i squared
\prod_{k} a_k => the product over k of A. sub k
\int_0^1 f(x)\,dx => the integral from zero to one of f of x d x
\lim_{x \to 0} \sin x => the limit as x goes to zero of sine x
\alpha + \beta \leq \gamma => alpha plus beta is less than or equal to gamma
x_i^2 => x sub i squared
(a+b)^2 = c => the quantity A. plus b squared equals c
x \in \mathbb{R} => x in the reals
\hat{y} = \sigma(z) => y hat equals sigma of z
P(A \mid B) => P of A. given B
\binom{n}{k} => n choose k
|x| < 1 => the absolute value of x is less than one
O(n \log n) => O of n log n
e^{i\pi} + 1 = 0 => e to the i pi plus one equals zero
f'(x) = 2x => f prime of x equals two x
\log_2 8 = 3 => log base two eight equals three
\text{loss} = 0.5 => loss equals zero point five
A^T => A. transpose
90^\circ => ninety degrees
10^{-3} => ten to the minus three
x^{10} => x to the tenth
2^{n+1} => two to the power of n plus one
n! => n factorial
\vec{v} \neq 0 => vector v is not equal to zero
\begin{pmatrix} 1 & 2 \\ 3 & 4 \end{pmatrix} => the two by two matrix: row one: one, two, row two: three, four
\begin{aligned} x &= 1 \\ y &= 2 \end{aligned} => x equals one, y equals two
-5 \pm 2 => minus five plus or minus two
\left( \frac{1}{3} \right) => one third
x \to \infty => x goes to infinity
3 \times 4 => three times four
\operatorname{softmax}(x) => softmax of x
"""


@pytest.mark.parametrize(("tex", "words"), [line.split(" => ") for line in TEX.strip().splitlines()])
def test_tex(tex: str, words: str) -> None:
    assert tex_to_words(tex) == words


@pytest.mark.parametrize(
    ("tex", "message"),
    [
        ("x}", "nothing opened"),
        ("{x", "not closed"),
        (r"\frac{1}", "argument must follow"),
        (r"\foo x", r"\\foo has no reading"),
        ("{" * 3000, "deep|closed"),
        ("x" * 5000, "longer"),
    ],
)
def test_tex_refused(tex: str, message: str) -> None:
    with pytest.raises(FormulaError, match=message):
        tex_to_words(tex)


@settings(max_examples=300, deadline=None)
@given(
    st.text(r"xyz019+-=^_{}()[]|\ &,.'", max_size=25)
    | st.lists(
        st.sampled_from(
            [
                r"\frac",
                r"\sqrt",
                "{",
                "}",
                "^",
                "_",
                "x",
                "2",
                r"\begin{matrix}",
                r"\end{matrix}",
                "&",
                r"\\",
                r"\text",
                r"\left",
                "(",
                "[",
            ]
        ),
        max_size=12,
    ).map("".join)
)
def test_tex_is_read_or_refused(tex: str) -> None:
    try:
        words = tex_to_words(tex)
    except FormulaError:
        return
    assert not set(words) & set("0123456789^_{}\\&=+")


def _math(inner: str) -> str:
    return f'<math xmlns="http://www.w3.org/1998/Math/MathML">{inner}</math>'


MATHML = [
    ("<mi>E</mi><mo>=</mo><mi>m</mi><msup><mi>c</mi><mn>2</mn></msup>", "E equals m c squared"),
    ("<mfrac><mn>3</mn><mn>4</mn></mfrac><mo>+</mo><msqrt><mi>x</mi></msqrt>", "three quarters plus the square root of x"),
    ("<munderover><mo>∑</mo><mrow><mi>i</mi><mo>=</mo><mn>1</mn></mrow><mi>n</mi></munderover><mi>i</mi>", "the sum from i equals one to n of i"),
    ("<msub><mi>x</mi><mn>1</mn></msub>", "x sub one"),
    ("<mover><mi>x</mi><mo>¯</mo></mover>", "x bar"),
    ("<mroot><mi>x</mi><mn>3</mn></mroot>", "the cube root of x"),
    ("<mi>f</mi><mo>&ApplyFunction;</mo><mrow><mo>(</mo><mi>x</mi><mo>)</mo></mrow>", "f of x"),
    ("<mn>1,000</mn><mo>&times;</mo><mn>2</mn>", "one thousand times two"),
    ("<mtable><mtr><mtd><mn>1</mn></mtd><mtd><mn>2</mn></mtd></mtr></mtable>", "the one by two matrix: row one: one, two"),
    ('<mfrac linethickness="0"><mi>n</mi><mi>k</mi></mfrac>', "n choose k"),
    ('<semantics><mrow/><annotation encoding="application/x-tex">x^2</annotation></semantics>', "x squared"),
]  # fmt: skip


@pytest.mark.parametrize(("inner", "words"), MATHML)
def test_mathml(inner: str, words: str) -> None:
    assert mathml_to_words(_math(inner)) == words


def test_mathml_refused() -> None:
    with pytest.raises(FormulaError, match="not readable"):
        mathml_to_words("<math><mi>")
    with pytest.raises(FormulaError, match="not readable"):
        mathml_to_words('<!DOCTYPE m [<!ENTITY a "aaaa">]><math><mi>&a;</mi></math>')
    with pytest.raises(FormulaError, match="needs 2 parts"):
        mathml_to_words("<math><mfrac><mn>1</mn></mfrac></math>")
    with pytest.raises(FormulaError, match="deep"):
        mathml_to_words("<math>" + "<msqrt>" * 2000 + "</msqrt>" * 2000 + "</math>")
