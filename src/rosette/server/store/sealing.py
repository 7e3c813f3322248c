"""Sealed columns: what names or describes a child is encrypted with that child's own data key."""

from __future__ import annotations

import functools
from typing import Any, cast

from attrs import frozen
from django.conf import settings
from django.db import models

from rosette.server.security import BlindIndex, DataKey, MasterKeys, VaultError


@frozen
class _Plain:
    """A text that is not sealed yet, or already opened."""

    text: str


@functools.cache
def masters() -> MasterKeys:
    """The site's master keys."""
    return MasterKeys.parse(settings.KEYS.master)


@functools.cache
def blind_index() -> BlindIndex:
    """The index that finds an exact number without telling it."""
    return BlindIndex.parse(settings.KEYS.index)


@functools.cache
def _site_key() -> DataKey:
    """The key of what belongs to no child, such as secrets of second factors."""
    return masters().site_key()


def seal_text(text: str) -> str:
    """Seal a text that belongs to no child, as hexadecimal."""
    return _site_key().seal(text.encode(), table="site", column="text", row="-").hex()


def open_text(sealed: str) -> str:
    """Open a text that belongs to no child."""
    return _opened(masters().site_keys(), bytes.fromhex(sealed), {"table": "site", "column": "text", "row": "-"})


class _Descriptor:
    """Gives the opened text; keeps what was opened on the instance."""

    def __init__(self, column: SealedText) -> None:
        self.column = column

    def __get__(self, instance: Any, owner: object = None) -> Any:
        if instance is None:
            return self
        name = self.column.attname
        if name not in instance.__dict__:
            instance.refresh_from_db(fields=[name])
        value = instance.__dict__[name]
        if value is None or isinstance(value, str):
            return value
        if not isinstance(value, _Plain):
            value = instance.__dict__[name] = _Plain(self.column.opened(instance, bytes(value)))
        return value.text

    def __set__(self, instance: Any, value: object) -> None:
        instance.__dict__[self.column.attname] = _Plain(value) if isinstance(value, str) else value


class SealedText(models.BinaryField):
    """A text at rest only as AES-256-GCM ciphertext, bound to its table, column and row.

    `of` is the path from the row to its child; without a child, or with an empty path, the site's key seals it.
    The row needs a primary key before it is saved (a UUID).
    """

    def __init__(self, *args: Any, of: str = "child", **kwargs: Any) -> None:
        self.of = of
        kwargs.setdefault("editable", False)
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> Any:
        """Add the path to the child."""
        name, path, args, kwargs = super().deconstruct()
        return name, path, args, {**kwargs, "of": self.of}

    def contribute_to_class(self, cls: type[models.Model], name: str, private_only: bool = False) -> None:
        """Put the descriptor in place of the plain attribute."""
        super().contribute_to_class(cls, name, private_only)
        setattr(cls, self.attname, _Descriptor(self))

    def pre_save(self, model_instance: models.Model, add: bool) -> bytes | None:
        """Seal what is to be written."""
        value = model_instance.__dict__.get(self.attname)
        if value is None or not isinstance(value, _Plain):
            return cast("bytes | None", value)
        return self._key(model_instance).seal(value.text.encode(), **self._place(model_instance))

    def opened(self, instance: models.Model, sealed: bytes) -> str:
        """Open what was read."""
        owner = self._owner(instance)
        keys = masters().site_keys() if owner is None else (cast("DataKey", owner.data_key),)
        return _opened(keys, sealed, self._place(instance))

    def _place(self, instance: models.Model) -> dict[str, str]:
        return {"table": instance._meta.db_table, "column": self.column, "row": str(instance.pk)}

    def _key(self, instance: Any) -> DataKey:
        owner = self._owner(instance)
        return _site_key() if owner is None else cast("DataKey", owner.data_key)

    def _owner(self, instance: Any) -> Any:
        """The child whose key it is; None for what belongs to no child."""
        owner = instance if self.of else None
        for step in self.of.split(".") if self.of not in ("", "self") else ():
            owner = getattr(owner, step)
        return owner


def _opened(keys: tuple[DataKey, ...], sealed: bytes, place: dict[str, str]) -> str:
    """Open under the first key that fits; raises VaultError when none does."""
    for key in keys[:-1]:
        try:
            return key.open(sealed, **place).decode()
        except VaultError:
            continue
    return keys[-1].open(sealed, **place).decode()
