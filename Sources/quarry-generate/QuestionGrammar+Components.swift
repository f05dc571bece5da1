extension QuestionGrammar {
    static let components: [Component] = [
        Component(names: ["the vector index", "HNSW search", "our embedding index"], setting: "index.ef_search"),
        Component(names: ["the read replica", "a follower node", "our standby"], setting: "replication.max_lag"),
        Component(names: ["the nightly backup", "harbour-backup", "the backup job"], setting: "backup.chunk_size"),
        Component(names: ["the connection pool", "pooled connections", "our pooler"], setting: "pool.max_idle"),
        Component(
            names: ["the query planner", "the cost-based optimizer", "the planner"], setting: "planner.row_estimate"),
        Component(names: ["full-text search", "the text index", "keyword search"], setting: "search.analyzer"),
        Component(
            names: ["the migration tool", "harbour migrate", "schema migrations"], setting: "migrate.lock_timeout"),
        Component(names: ["the write-ahead log", "the WAL", "journal files"], setting: "wal.keep_segments"),
        Component(names: ["compaction", "the background compactor", "LSM merging"], setting: "compaction.threads"),
        Component(names: ["the CSV import", "bulk loading", "COPY from a file"], setting: "import.batch_rows"),
        Component(names: ["the web dashboard", "the admin console", "the monitoring UI"], setting: "console.refresh"),
        Component(names: ["change data capture", "the CDC stream", "our change feed"], setting: "cdc.slot_retention"),
        Component(names: ["row-level security", "per-tenant policies", "RLS rules"], setting: "auth.policy_cache"),
        Component(names: ["TLS certificates", "the server certificate", "mTLS"], setting: "tls.reload_interval"),
        Component(names: ["the Python driver", "harbour-py", "the async Python client"], setting: "client.prefetch"),
        Component(
            names: ["the JDBC driver", "our Java client", "the Spring integration"], setting: "client.socket_timeout"),
        Component(
            names: ["materialized views", "the summary view", "incremental views"], setting: "views.refresh_batch"),
        Component(names: ["geo queries", "the spatial index", "polygon lookups"], setting: "geo.cell_level"),
        Component(
            names: ["JSON columns", "documents in a json field", "nested JSON paths"], setting: "json.path_index"),
        Component(
            names: ["time-series retention", "dropping old partitions", "the TTL job"], setting: "retention.sweep"),
    ]

    static let environments: [Environment] = [
        Environment(names: ["on Kubernetes", "in our k8s cluster", "running as a StatefulSet"]),
        Environment(names: ["with docker compose", "in a Docker container", "from the official image"]),
        Environment(names: ["after upgrading to 3.0", "since the 3.0 update", "now that we moved from 2.4 to 3.0"]),
        Environment(names: ["on Windows", "on Windows Server 2022", "under Windows 11"]),
        Environment(names: ["on a Raspberry Pi", "on ARM64", "on an arm board"]),
        Environment(names: ["in the managed cloud", "on the hosted plan", "in Harbour Cloud"]),
        Environment(names: ["behind a corporate proxy", "behind nginx", "through a load balancer"]),
        Environment(names: ["with 200 million rows", "on a 2 TB data set", "on a really large table"]),
    ]
}
