import CThreaderWeights
import Store

extension ThreadModel {
    /// What the program carries (`make train-threader` writes it).
    static let standard: ThreadModel = {
        do {
            return try ThreadModel(file: standardFile)
        } catch {
            preconditionFailure("the program was built with weights that do not fit it: \(error)")
        }
    }()

    /// The first digits of the file's hash.
    static let standardHash = String("\(ContentHash(of: standardFile))".prefix(8))

    private static var standardFile: [UInt8] {
        var size = 0
        return Array(UnsafeBufferPointer(start: quarry_threader_weights(&size), count: size))
    }
}
