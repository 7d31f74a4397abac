"""What schemathesis needs to know to fuzz the API: how bodies of lines are written."""

import schemathesis


@schemathesis.serializer("application/x-ndjson", "application/cloudevents-batch+json")
def as_text(ctx, value):
    """Whatever was generated, as it is or as JSON."""
    import json

    if isinstance(value, bytes):
        return value
    return (value if isinstance(value, str) else json.dumps(value)).encode(errors="surrogatepass")
