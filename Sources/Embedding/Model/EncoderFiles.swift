import Glibc
import Store

/// The files of an encoder's folder that its vectors depend on.
struct EncoderFiles: Sendable {
    let path: String
    private let files: [Name: MappedFile]

    enum Name: String, CaseIterable, Sendable {
        case configuration = "config.json"
        case weights = "model.safetensors"
        case vocabulary = "vocab.txt"
        case tokenizer = "tokenizer_config.json"
        case sentence = "sentence_bert_config.json"
        case modules = "modules.json"
        case pooling = "1_Pooling/config.json"
        case prompts = "config_sentence_transformers.json"

        fileprivate static let required: [Name] = [.configuration, .weights, .vocabulary]
    }

    /// Maps all that are there. The error for a folder without the three that no encoder can do without names each that is
    /// missing.
    init(path: String) throws(EmbeddingError) {
        guard access(path, F_OK) == 0 else {
            throw .cannotRead(path: path, reason: String(cString: strerror(errno)))
        }
        var files: [Name: MappedFile] = [:]
        for name in Name.allCases where access(path + "/" + name.rawValue, F_OK) == 0 {
            files[name] = try MappedFile.open(path + "/" + name.rawValue)
        }
        let missing = Name.required.filter { files[$0] == nil }
        guard missing.isEmpty else { throw .missingFiles(folder: path, names: missing.map(\.rawValue)) }
        self.path = path
        self.files = files
    }

    subscript(name: Name) -> MappedFile? {
        files[name]
    }

    func require(_ name: Name) throws(EmbeddingError) -> MappedFile {
        guard let file = files[name] else { throw .missingFiles(folder: path, names: [name.rawValue]) }
        return file
    }
}
