# Quarry. `make faq` and `make test` set up what they need; everything else expects `make setup` to have run.
SWIFT := swift
CONFIGURATION ?= release
BIN = .build/$(CONFIGURATION)
PREFIX ?= /usr/local
# The evaluation kit: public data with known answers.
export QUARRY_EVAL ?= $(wildcard ../shared/eval)

.PHONY: faq test test-crash setup build install bench bench-encoder bench-engine eval eval-tokenizer eval-conversations train-threader fuzz format lint doc clean

faq: build
	@$(BIN)/quarry run corpora/sample --output output/sample
	@$(BIN)/quarry status --output output/sample
	@$(BIN)/quarry search "how do I take a backup" --limit 3 --output output/sample

setup:
	@scripts/setup

build: setup
	$(SWIFT) build -c $(CONFIGURATION) --product quarry

test: setup lint
	$(SWIFT) build --build-tests
	$(SWIFT) build -c release
	@scripts/run-tests

test-crash: setup
	QUARRY_CRASHES=50 QUARRY_ENGINE_CRASHES=100 $(SWIFT) test --filter CrashTests

bench: setup
	$(SWIFT) build -c release
	Benchmarks/run

bench-encoder: setup
	$(SWIFT) build -c release
	Benchmarks/run-encoder

bench-engine: setup
	$(SWIFT) build -c release
	Benchmarks/run-engine --pictures docs

eval: eval-conversations

eval-tokenizer: setup
	$(SWIFT) build -c release --product quarry-bench
	scripts/eval-tokenizer

eval-conversations: build
	scripts/eval-conversations $(BIN)/quarry

# Six minutes on two idle cores, where the vectors are not kept yet two more; the same weights on one type of processor.
train-threader: setup
	$(SWIFT) build -c release --product quarry-train
	@test -n "$(QUARRY_EVAL)" || { echo "QUARRY_EVAL names no evaluation kit" >&2; exit 1; }
	@mkdir -p .build/disentangle
	@test -d .build/disentangle/train || tar -xJf "$(QUARRY_EVAL)/disentangle/train.tar.xz" -C .build/disentangle
	$(BIN)/quarry-train --output Sources/CThreaderWeights/threader.weights

fuzz: setup
	$(SWIFT) build -c release --product quarry-fuzz
	.build/release/quarry-fuzz --minutes 30

format:
	$(SWIFT) format --in-place --recursive Package.swift Sources Tests Benchmarks

lint:
	$(SWIFT) format lint --strict --recursive Package.swift Sources Tests Benchmarks

doc: setup
	QUARRY_WRITES_DOCS=1 $(SWIFT) test --filter DocumentationTests

install: build
	install -D -m 755 $(BIN)/quarry $(DESTDIR)$(PREFIX)/bin/quarry

clean:
	rm -rf .build output/sample
