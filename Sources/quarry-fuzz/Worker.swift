import Glibc
import JSONStream

/// Tries inputs one after the other until it is killed, crashes, or its watcher is gone.
struct Worker {
    let seeds: Seeds
    let options: FuzzCommand

    func run(from first: UInt64, notingIn path: String) throws(SourceFailure) {
        let note = try ProgressNote(path: path)
        let watcher = getppid()
        var iteration = first
        while getppid() == watcher {
            note.iteration = iteration
            let trial = Trial(seeds: seeds, seed: options.seed, iteration: iteration)
            if let violation = trial.violations(zipPath: path + ".zip").first {
                note.finds += 1
                Find(trial: trial, iteration: iteration, what: violation).save(options)
            }
            iteration += 1
        }
    }
}

/// An input for which a promise was broken.
struct Find {
    let trial: Trial
    let iteration: UInt64
    let what: String

    /// Writes the input to the folder of finds and says so.
    func save(_ options: FuzzCommand) {
        for end in options.finds.indices where options.finds[end] == "/" { mkdir(String(options.finds[..<end]), 0o755) }
        mkdir(options.finds, 0o755)
        let path = "\(options.finds)/\(options.seed)-\(iteration)" + (trial.isZip ? ".zip" : ".json")
        trial.write(to: path)
        StandardError.print("quarry-fuzz: \(what): \(path), from \(trial.origin)")
    }
}
