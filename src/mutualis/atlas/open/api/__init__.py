"""The interface for programs: `/api/v1/...`, its description (`/openapi.json`) and a page about it (`/api`)."""
