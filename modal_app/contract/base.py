"""Base of the generated message models."""

from pydantic import BaseModel, ConfigDict


class Message(BaseModel):
    """A message as it crosses a part's border: unknown fields are refused, and it never changes once built."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)

    def wire(self) -> dict[str, object]:
        """The message as JSON-ready values under its names on the wire; fields that are absent stay absent."""
        return self.model_dump(mode="json", by_alias=True, exclude_unset=True)
