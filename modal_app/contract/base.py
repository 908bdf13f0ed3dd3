"""Base of the generated message models."""

from typing import Any

from pydantic import BaseModel, ConfigDict, SerializationInfo, SerializerFunctionWrapHandler, model_serializer


class Message(BaseModel):
    """A message as it crosses a part's border: unknown fields are refused, and it never changes once built."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)

    def wire(self) -> dict[str, object]:
        """The message as JSON-ready values under its names on the wire; fields that are absent stay absent."""
        return self.model_dump(mode="json", by_alias=True, exclude_unset=True)

    @model_serializer(mode="wrap")
    def _without_absent(self, write: SerializerFunctionWrapHandler, info: SerializationInfo) -> dict[str, Any]:
        # Optional fields of the contract are absent, nullable ones are required: only those are ever null.
        content: dict[str, Any] = write(self)
        for name, field in type(self).model_fields.items():
            if getattr(self, name) is None and not field.is_required():
                content.pop(field.alias if info.by_alias and field.alias else name, None)
        return content
