import Store
import TestSupport
import Testing

@testable import Embedding

@Suite("Encoder folders")
struct EncoderFolderTests {
    private static func open(_ model: TinyModel, _ change: (ScratchFolder) throws -> Void = { _ in }) throws
        -> EncoderFolder
    {
        let folder = try ScratchFolder()
        try model.write(to: folder)
        try change(folder)
        return try EncoderFolder(path: folder.path(""))
    }

    /// What the one error for a changed model says.
    private static func refusal(
        of model: TinyModel = TinyModel(), _ change: (ScratchFolder) throws -> Void = { _ in }
    ) throws -> String {
        let error = #expect(throws: EmbeddingError.self) { try open(model, change) }
        return error?.description ?? ""
    }

    @Test("a sentence encoder's settings and weights are read")
    func readsSentenceEncoder() throws {
        let model = TinyModel(prompts: [("query", "query: "), ("document", "text: ")])
        let encoder = try Self.open(model)
        let configuration = encoder.configuration
        #expect(configuration.model.vocabularySize == TinyModel.vocabulary.count)
        #expect(configuration.model.hiddenSize == 32)
        #expect(configuration.model.layerCount == 2)
        #expect(configuration.model.headCount == 4)
        #expect(configuration.model.intermediateSize == 64)
        #expect(configuration.model.positionCount == 64)
        #expect(configuration.model.normEpsilon == 1e-12)
        #expect(configuration.model.activation == .gelu)
        #expect(configuration.maximumTokens == 48)
        #expect(configuration.purpose == .vectors(.mean, isNormalized: true))
        #expect(configuration.tokenizer == TokenizerSettings())
        #expect(configuration.prefix(for: .query) == "query: ")
        #expect(configuration.prefix(for: .passage) == "text: ")
        let written = Dictionary(uniqueKeysWithValues: model.tensors.map { ($0.name, $0.values) })
        for tensor in BERTTensor.all(in: configuration) {
            #expect(encoder.weights[tensor].floats() == written[tensor.name(prefix: "")], "\(tensor)")
        }
        #expect(encoder.weights[.layer(1, .output, .weight)].shape == [32, 64])
        #expect(encoder.vocabulary.withBytes { $0.starts(with: "[PAD]\n[UNK]\n".utf8) })
    }

    @Test("a cross-encoder has a pooler and a classifier, and a prefix before the rest")
    func readsCrossEncoder() throws {
        let model = TinyModel(purpose: .scores, prefix: "bert.")
        let encoder = try Self.open(model)
        #expect(encoder.configuration.purpose == .scores(.sigmoid))
        #expect(encoder.weights[.classifier(.weight)].shape == [1, 32])
        #expect(encoder.weights[.classifier(.bias)].shape == [1])
        #expect(encoder.weights[.pooler(.weight)].name == "bert.pooler.dense.weight")
    }

    @Test("a cross-encoder says itself what makes its output a score")
    func readsScoring() throws {
        for settings in [
            #""sentence_transformers": {"activation_fn": "torch.nn.modules.linear.Identity"}"#,
            #""sbert_ce_default_activation_function": "torch.nn.modules.linear.Identity""#,
        ] {
            let encoder = try Self.open(TinyModel(purpose: .scores)) { folder in
                try folder.replace(#""model_type""#, by: settings + #", "model_type""#, in: "config.json")
            }
            #expect(encoder.configuration.purpose == .scores(.logit), "\(settings)")
        }
    }

    @Test("pooling and normalisation follow the modules, and without any are mean and none")
    func readsModules() throws {
        let first = try Self.open(TinyModel(purpose: .vectors(pooling: "cls_token", isNormalized: false)))
        #expect(first.configuration.purpose == .vectors(.first, isNormalized: false))
        let plain = try Self.open(TinyModel()) { try $0.remove("modules.json") }
        #expect(plain.configuration.purpose == .vectors(.mean, isNormalized: false))
    }

    @Test(
        "a model's activation is known by each of its names",
        arguments: [
            ("gelu", .gelu), ("gelu_new", .geluTanh), ("gelu_pytorch_tanh", .geluTanh), ("relu", .relu),
        ] as [(String, BERTConfiguration.Activation)])
    func readsActivation(name: String, activation: BERTConfiguration.Activation) throws {
        #expect(try Self.open(TinyModel(activation: name)).configuration.model.activation == activation)
    }

    @Test("without the files that only some models have, the tokeniser's defaults and the positions hold")
    func readsBareFolder() throws {
        let encoder = try Self.open(TinyModel()) { folder in
            for name in [
                "modules.json", "1_Pooling", "sentence_bert_config.json", "tokenizer_config.json",
                "config_sentence_transformers.json",
            ] { try folder.remove(name) }
        }
        #expect(encoder.configuration.maximumTokens == 64)
        #expect(encoder.configuration.tokenizer == TokenizerSettings())
        #expect(encoder.configuration.prefix(for: .query) == "")
    }

    @Test(
        "the tokeniser's settings are read, and accents go with the letters' case unless it is said",
        arguments: [
            (#"{"do_lower_case": false}"#, TokenizerSettings(lowercases: false, stripsAccents: false)),
            (#"{"do_lower_case": true, "strip_accents": false}"#, TokenizerSettings(stripsAccents: false)),
            (#"{"do_lower_case": false, "strip_accents": true}"#, TokenizerSettings(lowercases: false)),
            (#"{"strip_accents": null, "tokenize_chinese_chars": false}"#, TokenizerSettings(spacesCJK: false)),
            (#"{"model_max_length": 1000000000000000019884624838656}"#, TokenizerSettings()),
        ])
    func readsTokenizer(json: String, settings: TokenizerSettings) throws {
        let encoder = try Self.open(TinyModel()) { folder in
            try folder.write(json, to: "tokenizer_config.json")
            try folder.remove("sentence_bert_config.json")
        }
        #expect(encoder.configuration.tokenizer == settings)
        #expect(encoder.configuration.maximumTokens == 64)
    }

    @Test("a text without a prompt of its own role has the standard one")
    func readsStandardPrompt() throws {
        let encoder = try Self.open(TinyModel()) { folder in
            try folder.write(
                #"{"prompts": {"passage": "p: ", "any": "a: "}, "default_prompt_name": "any"}"#,
                to: "config_sentence_transformers.json")
        }
        #expect(encoder.configuration.prefix(for: .query) == "a: ")
        #expect(encoder.configuration.prefix(for: .passage) == "p: ")
    }

    @Test(
        "a folder without a file that it needs says which",
        arguments: ["config.json", "model.safetensors", "vocab.txt", "1_Pooling/config.json"])
    func namesMissing(name: String) throws {
        let refusal = try Self.refusal { try $0.remove(name) }
        #expect(refusal.hasSuffix("is no encoder: it lacks \(name)"))
    }

    @Test("a folder without anything names all that it needs, and no folder is told apart")
    func namesAllMissing() throws {
        let folder = try ScratchFolder()
        #expect(
            throws: EmbeddingError.missingFiles(
                folder: folder.path("."), names: ["config.json", "model.safetensors", "vocab.txt"])
        ) { try EncoderFolder(path: folder.path(".")) }
        #expect(throws: EmbeddingError.cannotRead(path: folder.path("none"), reason: "No such file or directory")) {
            try EncoderFolder(path: folder.path("none"))
        }
    }

    struct Change: CustomTestStringConvertible, Sendable {
        let file: String
        let old: String
        let new: String
        let says: String

        var testDescription: String { "\(file): \(new)" }

        init(_ old: String, _ new: String, in file: String = "config.json", says: String) {
            self.file = file
            self.old = old
            self.new = new
            self.says = says
        }
    }

    static let changes = [
        Change(#""bert""#, #""roberta""#, says: "'model_type' is 'roberta'; supported is bert"),
        Change(#""model_type": "bert""#, #""a": 1"#, says: "'model_type' is missing; expected is bert"),
        Change(
            #""model_type""#, #""position_embedding_type": "relative_key", "model_type""#,
            says: "'position_embedding_type' is 'relative_key'; supported is absolute"),
        Change(#""gelu""#, #""silu""#, says: "'hidden_act' is 'silu'; supported is gelu, gelu_new"),
        Change(#""hidden_size": 32"#, #""dim": 32"#, says: "'hidden_size' is missing"),
        Change(#""hidden_size": 32"#, #""hidden_size": 0"#, says: "'hidden_size' is 0; supported is a number from 1"),
        Change(#""hidden_size": 32"#, #""hidden_size": -32"#, says: "'hidden_size' is -32"),
        Change(#""hidden_size": 32"#, #""hidden_size": 9223372036854775807"#, says: "is 9223372036854775807"),
        Change(#""hidden_size": 32"#, #""hidden_size": "32""#, says: "a whole number was expected, a string found"),
        Change(#""num_hidden_layers": 2"#, #""num_hidden_layers": 1000000"#, says: "a number from 1 to 1024"),
        Change(
            #""num_attention_heads": 4"#, #""num_attention_heads": 5"#,
            says: "'num_attention_heads' is 5; supported is a divisor of the hidden size 32"),
        Change(#""layer_norm_eps": 1e-12"#, #""layer_norm_eps": -1"#, says: "'layer_norm_eps' is -1.0"),
        Change("{", "[", says: "config.json:0: an object was expected, an array found"),
        Change(
            #""max_position_embeddings": 64"#, #""max_position_embeddings": 96"#,
            says: "'embeddings.position_embeddings.weight' has the shape [64, 32]; [96, 32] is expected"),
        Change(
            #""num_hidden_layers": 2"#, #""num_hidden_layers": 3"#,
            says: "tensor 'encoder.layer.2.attention.self.query.weight' is missing"),
        Change(
            #""intermediate_size": 64"#, #""intermediate_size": 96"#,
            says: "'encoder.layer.0.intermediate.dense.weight' has the shape [64, 32]; [96, 32] is expected"),
        Change(
            #"models.Normalize"#, #"models.Dense"#, in: "modules.json",
            says: "'type' is 'Dense'; supported is Transformer, Pooling, Normalize"),
        Change(#""1_Pooling""#, #""../other""#, in: "modules.json", says: "'path' is '../other'"),
        Change(
            #""pooling_mode_max_tokens": false"#, #""pooling_mode_max_tokens": true"#, in: "1_Pooling/config.json",
            says: "'pooling_mode' is 'mean_tokens + max_tokens'; supported is mean_tokens, cls_token"),
        Change(
            #""pooling_mode_mean_tokens": true"#, #""pooling_mode_mean_tokens": false"#, in: "1_Pooling/config.json",
            says: "'pooling_mode' is missing"),
        Change(
            #""word_embedding_dimension": 32"#, #""word_embedding_dimension": 768"#, in: "1_Pooling/config.json",
            says: "'word_embedding_dimension' is 768; supported is the hidden size 32"),
        Change("48", "2", in: "sentence_bert_config.json", says: "'max_seq_length' is 2.0"),
    ]

    @Test("a setting that cannot be followed is named", arguments: changes)
    func refuses(_ change: Change) throws {
        let refusal = try Self.refusal { try $0.replace(change.old, by: change.new, in: change.file) }
        #expect(refusal.contains(change.says), "\(refusal)")
    }

    @Test("a cross-encoder without its classifier, or with more labels than one, is refused")
    func refusesClassifiers() throws {
        let classify = #""BertForSequenceClassification""#
        let missing = try Self.refusal {
            try $0.replace(#""BertModel""#, by: classify, in: "config.json")
            try $0.remove("modules.json")
        }
        #expect(missing.hasSuffix("tensor 'classifier.weight' is missing"))
        let model = TinyModel(purpose: .scores)
        let labels = try Self.refusal(of: model) { folder in
            var tensors = model.tensors
            tensors[tensors.count - 2].shape = [3, 32]
            tensors[tensors.count - 2].values = [Float](repeating: 0, count: 96)
            try folder.write(SafetensorsFixture(tensors: tensors).bytes, to: "model.safetensors")
        }
        #expect(labels.hasSuffix("tensor 'classifier.weight' has the shape [3, 32]; [1, 32] is expected"))
    }

    @Test("weights that are not finite are found in their tensor")
    func findsNotFinite() throws {
        let model = TinyModel()
        let encoder = try Self.open(model) { folder in
            var tensors = model.tensors
            tensors[9].values[5] = .nan
            try folder.write(SafetensorsFixture(tensors: tensors).bytes, to: "model.safetensors")
        }
        let error = #expect(throws: EmbeddingError.self) { try encoder.weights.requireFinite() }
        let name = model.tensors[9].name
        #expect(error?.description.hasSuffix("tensor '\(name)' holds NaN or infinity, at value 5") == true)
        try Self.open(model).weights.requireFinite()
    }

    @Test("a fingerprint is that of the files, and changes with each of them")
    func hasFingerprint() throws {
        let first = try Self.open(TinyModel()).fingerprint()
        #expect(try Self.open(TinyModel()).fingerprint() == first)
        #expect(first.description.count == 64)
        #expect(try Self.open(TinyModel()) { try $0.write("no part of it", to: "README.md") }.fingerprint() == first)
        var all: Set = [first]
        all.insert(try Self.open(TinyModel(seed: 2)).fingerprint())
        let changes: [(ScratchFolder) throws -> Void] = [
            { try $0.replace("##s", by: "##z", in: "vocab.txt") },
            { try $0.replace("1e-12", by: "1e-11", in: "config.json") },
            { try $0.write("{}", to: "tokenizer_config.json") },
            { try $0.write("{}", to: "sentence_bert_config.json") },
            { try $0.remove("sentence_bert_config.json") },
            { try $0.write("[]", to: "modules.json") },
            { try $0.replace("cls", by: "new", in: "1_Pooling/config.json") },
            { try $0.write("{}", to: "config_sentence_transformers.json") },
        ]
        for change in changes { all.insert(try Self.open(TinyModel(), change).fingerprint()) }
        #expect(all.count == changes.count + 2)
    }
}
