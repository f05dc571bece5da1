/// Why there is nothing to learn from.
enum TrainingFailure: Error, CustomStringConvertible {
    case noFolder(String)
    case noLogs(String)
    case noData

    var description: String {
        switch self {
        case .noFolder(let path): "'\(path)' is no folder that can be read"
        case .noLogs(let path): "there are no *.annotation.txt in '\(path)'"
        case .noData: "--data, or QUARRY_EVAL, names the folder of the evaluation kit, with train.tar.xz unpacked"
        }
    }
}
