.PHONY: setup run test check faults bench docs clean

setup:
	@scripts/setup.sh

run: setup
	@if [ -n "$$DISPLAY$$WAYLAND_DISPLAY" ]; then exec .venv/bin/welfare-desktop; \
	else exec .venv/bin/python -m welfare_desktop.app.tour --out build/out/tour; fi

test: setup
	@QT_QPA_PLATFORM=offscreen .venv/bin/python -m pytest -n 2

faults: setup
	@WELFARE_FAULTS=full QT_QPA_PLATFORM=offscreen .venv/bin/python -m pytest -n 2 tests/faults

check: setup
	@.venv/bin/ruff check .
	@.venv/bin/ruff format --check --quiet .
	@.venv/bin/mypy
	@.venv/bin/python scripts/check_house.py
	@.venv/bin/python scripts/generate_docs.py --check

bench: setup
	@.venv/bin/python -m benchmarks

docs: setup
	@.venv/bin/python scripts/generate_docs.py

clean:
	rm -rf .venv build dist .mypy_cache .ruff_cache .pytest_cache
