"""The page Streamlit runs, again for every interaction: layout only; everything else has a module."""

from rhapsode.app.views.page import show

show()
