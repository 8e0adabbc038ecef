"""What Darkroom counts, for Prometheus. Labels come from enums, never from ids."""

from __future__ import annotations

from prometheus_client import Counter, Gauge, Histogram

JOBS_ACCEPTED = Counter("darkroom_jobs_accepted_total", "Jobs saved and promised.")
JOBS_REFUSED = Counter("darkroom_jobs_refused_total", "Wishes refused before anything was saved.")
JOBS_ENDED = Counter("darkroom_jobs_ended_total", "Jobs that reached an end.", ["state", "failure"])
IN_FLIGHT = Gauge("darkroom_jobs_in_flight", "Jobs that this process works on.")
IMAGES = Counter("darkroom_images_total", "Images judged, by what the channel saw.", ["treatment"])
POLLS = Counter("darkroom_polls_total", "Looks at tasks, by how they ended.", ["outcome"])
SUBMITS = Counter("darkroom_submits_total", "Submissions, by how they ended.", ["outcome"])
EDITS = Counter("darkroom_edits_total", "Edits of status messages.", ["kind", "outcome"])
JOB_SECONDS = Histogram(
    "darkroom_job_seconds",
    "From acceptance to the posted result.",
    buckets=(1, 2, 4, 8, 15, 30, 60, 120, 300, 900),
)
ANSWER_SECONDS = Histogram(
    "darkroom_answer_seconds",
    "From the interaction's arrival to its first answer.",
    buckets=(0.05, 0.1, 0.2, 0.3, 0.5, 1, 2, 3),
)
ENGINE_CREDIT = Gauge(
    "darkroom_engine_credit", "What is left on an engine's account, in its own units.", ["engine"]
)
ENGINE_WELL = Gauge(
    "darkroom_engine_well", "Whether an engine answered well when last asked.", ["engine"]
)
