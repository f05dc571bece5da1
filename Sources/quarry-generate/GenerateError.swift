import Glibc

/// Why nothing, or not everything, was written.
enum GenerateError: Error {
    case folderNotEmpty(path: String)
    case system(action: String, path: String, code: Int32)
    case tooManyQuestions(given: Int, most: Int)
}

extension GenerateError: CustomStringConvertible {
    /// What failed, on what, and what to do next.
    var description: String {
        switch self {
        case .folderNotEmpty(let path):
            "'\(path)' is not empty; choose another folder, or write into it with --force"
        case .system(let action, let path, let code):
            "cannot \(action) '\(path)': \(String(cString: strerror(code))); choose another place"
        case .tooManyQuestions(let given, let most):
            "\(given) questions are more than the grammar can tell apart; ask for at most \(most)"
        }
    }
}
