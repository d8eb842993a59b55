"""How a job says that it could not be done."""


class JobFailure(Exception):  # noqa: N818 - an outcome, not an error of the program
    """A job that could not be done this time, or ever when ``is_final``.

    ``reason`` is kept in the job table and shown to administrators: no name, no address.
    """

    def __init__(self, reason: str, *, is_final: bool = False) -> None:
        super().__init__(reason)
        self.reason = reason
        self.is_final = is_final
