"""Letters, each from one Markdown source, in every format; images of documents; bundles;
captures."""
