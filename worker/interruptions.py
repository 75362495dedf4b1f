"""Why a running job stops before its end. Raised at the job's own steps, never in mid-statement."""


class Interruption(Exception):
    """Base; a pipeline lets it through."""


class CancelRequested(Interruption):
    """A person asked for the job to be cancelled."""


class WorkerStopping(Interruption):
    """This process is shutting down; the job goes back to the queue."""
