"""Static files as they are served: named by their content, compressed once, and only those that pages use."""

from whitenoise.storage import CompressedManifestStaticFilesStorage

UNUSED = ["*.map", "redoc*", "django_htmx"]  # of packages that bring more than we use


class StaticFiles(CompressedManifestStaticFilesStorage):
    """Follows what a style sheet needs; source maps, which only developers of those packages need, stay out."""

    patterns = (("*.css", (r"""(?P<matched>url\(['"]{0,1}\s*(?P<url>.*?)["']{0,1}\))""",)),)
