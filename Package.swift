// swift-tools-version: 6.2

import PackageDescription

// Storeys, from the ground up. A target imports only targets of lower storeys (ARCHITECTURE.md).
let package = Package(
    name: "quarry",
    products: [
        .executable(name: "quarry", targets: ["quarry"]),
        .executable(name: "quarry-generate", targets: ["quarry-generate"]),
    ],
    targets: [
        // 0: system libraries, each owned by one target.
        .systemLibrary(name: "CSQLite", providers: [.apt(["libsqlite3-dev"])]),
        .systemLibrary(name: "CCrypto", providers: [.apt(["libssl-dev"])]),
        .systemLibrary(name: "CZlib", providers: [.apt(["zlib1g-dev"])]),
        .systemLibrary(name: "CMalloc"),
        .systemLibrary(name: "CCurl", providers: [.apt(["libcurl4-openssl-dev"])]),
        .systemLibrary(name: "CStemmer", providers: [.apt(["libstemmer-dev"])]),
        // Optimised also while debugging: without, a test of a real model would take minutes.
        .target(name: "CKernels", cSettings: [.unsafeFlags(["-O3"])]),

        // What the threader learned. A change of the weights alone compiles this and links.
        .target(name: "CThreaderWeights", exclude: ["threader.weights", "ATTRIBUTION.md"]),

        // 1
        .target(name: "Arguments"),
        .target(name: "Store", dependencies: ["CSQLite", "CCrypto"]),
        .target(name: "JSONStream"),
        .target(name: "HTTPClient", dependencies: ["CCurl"]),
        .target(name: "Matrices", dependencies: ["CKernels"]),

        // 2
        .target(name: "Chat", dependencies: ["Store", "JSONStream", "CZlib"]),
        .target(name: "Embedding", dependencies: ["Matrices", "HTTPClient", "Store", "JSONStream"]),
        // Optimised also while debugging, for its tests compare with an exhaustive search over and over.
        .target(
            name: "VectorEngine", dependencies: ["Matrices", "Store", "JSONStream", "CStemmer"],
            swiftSettings: [.unsafeFlags(["-O"], .when(configuration: .debug))]),

        // 3
        // Optimised also while debugging, for its tests thread channels over and over.
        .target(
            name: "Conversations", dependencies: ["CThreaderWeights", "Chat", "Store", "JSONStream"],
            swiftSettings: [.unsafeFlags(["-O"], .when(configuration: .debug))]),
        .target(name: "Search", dependencies: ["Embedding", "VectorEngine"]),

        // 6
        .target(
            name: "Pipeline",
            dependencies: [
                "CMalloc", "Conversations", "Search", "Chat", "Embedding", "VectorEngine", "Store", "JSONStream",
            ]),

        // 7
        .executableTarget(
            name: "quarry",
            dependencies: [
                "CMalloc", "Pipeline", "Conversations", "Search", "Chat", "Embedding", "VectorEngine", "Matrices",
                "HTTPClient", "Store",
                "JSONStream",
                "Arguments",
            ],
            // Swift's libraries within: what is installed is one file, with little to load at its start.
            linkerSettings: [.unsafeFlags(["-static-stdlib"], .when(configuration: .release))]),
        .executableTarget(name: "quarry-generate", dependencies: ["JSONStream", "Arguments"]),
        .executableTarget(
            name: "quarry-train",
            dependencies: ["Conversations", "Embedding", "Matrices", "Chat", "Store", "Arguments"]),
        .executableTarget(name: "quarry-fuzz", dependencies: ["Chat", "JSONStream", "Arguments"]),
        .executableTarget(
            name: "quarry-bench",
            dependencies: [
                "Search", "VectorEngine", "Embedding", "Matrices", "JSONStream", "Chat", "Store", "Arguments",
            ],
            path: "Benchmarks/quarry-bench"),

        // What several rooms' tests need: servers to talk to, seeded numbers, a folder for a test.
        .systemLibrary(name: "CSpawn", path: "Tests/CSpawn"),
        .target(name: "TestSupport", dependencies: ["CSpawn", "HTTPClient", "JSONStream"], path: "Tests/TestSupport"),

        .testTarget(name: "ArgumentsTests", dependencies: ["Arguments", "TestSupport"]),
        .testTarget(name: "StoreTests", dependencies: ["Store", "TestSupport"]),
        .testTarget(name: "JSONStreamTests", dependencies: ["JSONStream", "TestSupport"]),
        .testTarget(name: "ChatTests", dependencies: ["Chat", "Store", "JSONStream"]),
        .testTarget(name: "HTTPClientTests", dependencies: ["HTTPClient", "TestSupport"]),
        .testTarget(name: "MatricesTests", dependencies: ["Matrices", "TestSupport"]),
        .testTarget(
            name: "EmbeddingTests",
            dependencies: ["Embedding", "Matrices", "HTTPClient", "Store", "JSONStream", "TestSupport"],
            exclude: ["Golden"]),
        .testTarget(
            name: "VectorEngineTests", dependencies: ["VectorEngine", "Matrices", "Store", "JSONStream", "TestSupport"]
        ),
        .testTarget(name: "SearchTests", dependencies: ["Search", "Embedding", "VectorEngine", "TestSupport"]),
        .testTarget(name: "ConversationsTests", dependencies: ["Conversations", "Chat", "Store", "TestSupport"]),
        .testTarget(name: "TrainTests", dependencies: ["quarry-train", "Conversations", "Chat"]),
        .testTarget(
            name: "PipelineTests",
            dependencies: [
                "Pipeline", "Conversations", "Search", "Embedding", "VectorEngine", "Chat", "Store", "JSONStream",
                "TestSupport",
            ]),
        .testTarget(
            name: "CommandTests",
            dependencies: [
                "quarry", "quarry-bench", "Pipeline", "Conversations", "Search", "Chat", "Embedding", "VectorEngine",
                "HTTPClient",
                "Store", "JSONStream", "Arguments", "TestSupport",
            ]),
    ],
    swiftLanguageModes: [.v6]
)

for target in package.targets where target.type != .system {
    target.swiftSettings =
        (target.swiftSettings ?? []) + [
            .enableUpcomingFeature("ExistentialAny"),
            .enableUpcomingFeature("InternalImportsByDefault"),
            .enableUpcomingFeature("MemberImportVisibility"),
            .treatAllWarnings(as: .error),
        ]
}
