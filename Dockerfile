# The HTTP service. It builds offline from a wheelhouse, which is made beside it first (docs/service.md says how):
#   python -m pip wheel --wheel-dir wheelhouse ".[service]"
ARG PYTHON=3.13
FROM python:${PYTHON}-slim AS build
COPY wheelhouse/ /wheelhouse/
RUN python -m venv /salarykit \
    && /salarykit/bin/pip install --no-index --find-links /wheelhouse --no-cache-dir "salarykit[service]"

FROM python:${PYTHON}-slim
COPY --from=build /salarykit /salarykit
ENV PATH=/salarykit/bin:$PATH PYTHONDONTWRITEBYTECODE=1 PYTHONUNBUFFERED=1 SALARYKIT_HOME=/rates
RUN useradd --system --uid 10001 --no-create-home --shell /usr/sbin/nologin salarykit
USER 10001
EXPOSE 8000
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=30s --timeout=5s --start-period=60s --retries=3 \
    CMD ["python", "-c", "import urllib.request as web; web.urlopen('http://127.0.0.1:8000/healthz', timeout=4)"]
# Inside a container the address must be one that the host reaches; publish the port on the host's loopback.
ENTRYPOINT ["salarykit", "serve", "--host", "0.0.0.0", "--port", "8000"]
