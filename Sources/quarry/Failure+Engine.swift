import Glibc
import VectorEngine

extension Failure {
    /// What the vector engine refuses, in words.
    static func sentence(_ error: EngineError) -> String {
        switch error {
        case .damaged(let path, let section, let offset, let reason):
            "'\(path)' is damaged in its section '\(section)' at byte \(offset): \(reason)"
        case .cannotWrite(let path, let code): "'\(path)' cannot be written: \(String(cString: strerror(code)))"
        case .cannotRead(let path, let reason): "'\(path)' cannot be read: \(reason)"
        case .newer(let path, let found, let known):
            "'\(path)' is of format \(found), this version knows up to \(known); use a newer quarry"
        case .badVector(let field, .dimension(let expected, let got)):
            "'\(field)' takes vectors of \(expected) numbers, this one has \(got)"
        case .badVector(let field, .notFinite(let position)):
            "the vector for '\(field)' has no usable number at place \(position)"
        case .badVector(let field, .zero): "the vector for '\(field)' is zero, which has no direction to compare"
        case .held(let path, let holder): "'\(path)' is in use by \(holder); wait for it to end, or stop it"
        case .noSuchCollection(let name, let known):
            "no collection '\(name)'" + (known.isEmpty ? "" : "; there are \(known.joined(separator: ", "))")
        case .alreadyThere(let name): "there is a collection '\(name)' already"
        case .noSuchField(let name, let collection): "the collection '\(collection)' has no field '\(name)'"
        case .badSchema(let reason), .badRequest(let reason): reason
        case .noSuchRecord: "there is no such record"
        case .badRecord(_, let field, let reason): "a record's '\(field)': \(reason)"
        case .notWritable(let path): "'\(path)' was opened for reading, or is gone"
        case .unfitValue(let field, let found, let expected):
            "'\(field)' takes \(expected.word), this value is of type \(found.word)"
        case .filter(let problem): sentence(problem)
        }
    }

    /// Why lists cannot be made one.
    static func sentence(_ error: FusionError) -> String {
        switch error {
        case .scoreNotFinite: "a score is infinite or no number, so nothing can be ordered by it"
        case .repeatedID: "a list of hits has the same record twice"
        case .badWeight(let weight): "\(weight) is no weight; a weight is a finite number from 0 on"
        case .weights(let count, let lists): "there are \(count) weights for \(lists) lists; each list has one"
        }
    }
}
