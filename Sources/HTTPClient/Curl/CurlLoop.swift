import CCurl
import Glibc
import Synchronization

/// The one thread that runs libcurl, and the box in which it finds its orders.
///
/// `@unchecked`: the multi handle is used by the thread alone, except for `curl_multi_wakeup`, which is made for others; and
/// `isStopped`, under the mutex, keeps even that from a handle that is gone.
final class CurlLoop: @unchecked Sendable {
    enum Order: Sendable {
        case start(CurlExchange)
        /// The exchange is no longer wanted: its transfer ends now, and with it its connection.
        case abandon(ObjectIdentifier)
        case resume(ObjectIdentifier)
    }

    private struct Box {
        var orders: [Order] = []
        var isStopped = false
    }

    private let multi: UnsafeMutableRawPointer
    private let box = Mutex(Box())
    private let trust = TrustedAuthorities.fromEnvironment()

    /// Nil where libcurl is not installed.
    init?() {
        guard Self.isInstalled else { return nil }
        guard let multi = quarry_multi_init() else { preconditionFailure("libcurl has no memory for its state") }
        self.multi = multi
        startThread()
    }

    /// Whether the library is there; its own state is made once, before its first use.
    private static let isInstalled =
        quarry_curl_library() != nil && quarry_global_init(Int(CURL_GLOBAL_DEFAULT)) == CURLE_OK

    func post(_ order: Order) {
        change { $0.orders.append(order) }
    }

    /// The thread ends; nothing may be posted afterwards.
    func stop() {
        change { $0.isStopped = true }
    }

    private func change(_ body: (inout Box) -> Void) {
        box.withLock { box in
            precondition(!box.isStopped, "the transport is gone")
            body(&box)
            // The thread cannot end meanwhile: it needs the lock to learn that it should.
            quarry_multi_wakeup(multi)
        }
    }

    private func startThread() {
        var thread = pthread_t()
        let context = Unmanaged.passRetained(self).toOpaque()
        let code = pthread_create(
            &thread, nil,
            { context in
                if let context { Unmanaged<CurlLoop>.fromOpaque(context).takeRetainedValue().run() }
                return nil
            }, context)
        precondition(code == 0, "the system gives no thread: \(String(cString: strerror(code)))")
        pthread_detach(thread)
    }
}

// On the thread.
extension CurlLoop {
    private func run() {
        blockPipeSignal()
        var transfers: [ObjectIdentifier: CurlTransfer] = [:]
        while true {
            let box = box.withLock { box in
                defer { box.orders = [] }
                return box
            }
            if box.isStopped { break }
            for order in box.orders { carryOut(order, &transfers) }
            perform(&transfers)
            let patience = endStalled(&transfers)
            // Woken by an order as well, by sockets and by libcurl's own timers.
            quarry_multi_poll(multi, patience)
        }
        for transfer in transfers.values { quarry_multi_remove_handle(multi, transfer.easy) }
        transfers = [:]
        quarry_multi_cleanup(multi)
    }

    /// OpenSSL writes without MSG_NOSIGNAL, so a server that hangs up would end the process.
    private func blockPipeSignal() {
        var signals = sigset_t()
        sigemptyset(&signals)
        sigaddset(&signals, SIGPIPE)
        pthread_sigmask(SIG_BLOCK, &signals, nil)
    }

    private func carryOut(_ order: Order, _ transfers: inout [ObjectIdentifier: CurlTransfer]) {
        switch order {
        case .start(let exchange):
            guard !exchange.reception.hasEnded else { return }
            let transfer = CurlTransfer(exchange, trust: trust)
            transfers[ObjectIdentifier(exchange)] = transfer
            quarry_multi_add_handle(multi, transfer.easy)
        case .abandon(let id):
            guard let transfer = transfers.removeValue(forKey: id) else { return }
            quarry_multi_remove_handle(multi, transfer.easy)
        case .resume(let id):
            transfers[id]?.resume()
        }
    }

    private func perform(_ transfers: inout [ObjectIdentifier: CurlTransfer]) {
        var count: Int32 = 0
        quarry_multi_perform(multi, &count)
        while let message = quarry_multi_info_read(multi, &count) {
            guard message.pointee.msg == CURLMSG_DONE, let easy = message.pointee.easy_handle else { continue }
            let code = message.pointee.data.result
            let transfer = CurlTransfer.of(easy)
            transfers[ObjectIdentifier(transfer.exchange)] = nil
            quarry_multi_remove_handle(multi, easy)
            transfer.finish(code)
        }
    }

    /// Returns after how many milliseconds to look again.
    private func endStalled(_ transfers: inout [ObjectIdentifier: CurlTransfer]) -> Int32 {
        let now = ContinuousClock.now
        var patience = Duration.seconds(60)
        for (id, transfer) in transfers {
            let left = transfer.stallDeadline(now: now) - now
            if left > .zero {
                patience = min(patience, left)
            } else {
                transfers[id] = nil
                quarry_multi_remove_handle(multi, transfer.easy)
                transfer.exchange.fail(.timeout(.stall))
            }
        }
        return Int32((patience / .milliseconds(1)).rounded(.up))
    }
}
