"""Value Canvas: the Value Proposition Canvas as a wall of sticky notes that know their kind."""

import os

# Nobody needs pydantic's plugins here, and looking for them reads the metadata of every installed package.
os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
