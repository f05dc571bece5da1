import CCurl

/// The owner of one easy handle: libcurl's side of an exchange. It lives on the thread of its `CurlLoop`.
final class CurlTransfer {
    let exchange: CurlExchange
    let easy: UnsafeMutableRawPointer
    private var headerLines: UnsafeMutablePointer<curl_slist>?
    /// The head whose lines are arriving.
    private var head = HTTPHead(status: 0)
    private var headSize = 0
    private var receivedCount = 0
    private var watch: StallWatch

    init(_ exchange: CurlExchange, trust: TrustedAuthorities) {
        guard let easy = quarry_easy_init() else { preconditionFailure("libcurl has no memory for a transfer") }
        self.exchange = exchange
        watch = StallWatch(limit: exchange.request.limits.stall, now: .now)
        self.easy = easy
        set(exchange.request)
        set(exchange.request.limits)
        set(trust)
        setCallbacks()
    }

    /// Bytes of all heads and trailers of one answer.
    private static var headLimit: Int { 256 << 10 }

    deinit {
        quarry_easy_cleanup(easy)
        quarry_slist_free_all(headerLines)
    }

    /// The transfer that a handle belongs to.
    static func of(_ easy: UnsafeMutableRawPointer) -> CurlTransfer {
        guard let context = quarry_get_private(easy) else { preconditionFailure("a handle without its transfer") }
        return of(context: context)
    }

    fileprivate static func of(context: UnsafeMutableRawPointer) -> CurlTransfer {
        Unmanaged<CurlTransfer>.fromOpaque(context).takeUnretainedValue()
    }

    private func set(_ request: HTTPRequest) {
        quarry_set_text(easy, CURLOPT_URL, request.url.text)
        quarry_set_text(easy, CURLOPT_PROTOCOLS_STR, "http,https")
        quarry_set_long(easy, CURLOPT_HTTP_VERSION, CURL_HTTP_VERSION_2TLS)
        quarry_set_long(easy, CURLOPT_SUPPRESS_CONNECT_HEADERS, 1)
        // Without signals, which libcurl would use to time name look-ups out, and which belong to no one thread.
        quarry_set_long(easy, CURLOPT_NOSIGNAL, 1)
        if request.method == .post {
            quarry_set_long(easy, CURLOPT_POST, 1)
            quarry_set_size(easy, CURLOPT_POSTFIELDSIZE_LARGE, request.body.count)
            // Never empty, so that there is an address: libcurl would ask a callback for a body at none.
            (request.body + [0]).withUnsafeBytes { bytes in
                _ = quarry_set_text(
                    easy, CURLOPT_COPYPOSTFIELDS, bytes.baseAddress?.assumingMemoryBound(to: CChar.self))
            }
        }
        for field in request.headers.fields {
            // A name with a semicolon is how libcurl wants a header without a value.
            addHeader(field.value.isEmpty ? "\(field.name);" : "\(field.name): \(field.value)")
        }
        if let key = request.key { addHeader("Authorization: Bearer \(key.text)") }
        // A server that does not know it would cost a second.
        addHeader("Expect:")
        quarry_set_list(easy, CURLOPT_HTTPHEADER, headerLines)
    }

    private func addHeader(_ line: String) {
        headerLines = quarry_slist_append(headerLines, line)
    }

    private func set(_ limits: HTTPLimits) {
        quarry_set_long(easy, CURLOPT_CONNECTTIMEOUT_MS, limits.connecting.wholeMilliseconds)
        quarry_set_long(easy, CURLOPT_TIMEOUT_MS, limits.total.wholeMilliseconds)
    }

    private func set(_ trust: TrustedAuthorities) {
        if let file = trust.file { quarry_set_text(easy, CURLOPT_CAINFO, file) }
        if let folder = trust.folder { quarry_set_text(easy, CURLOPT_CAPATH, folder) }
    }
}

extension CurlTransfer {
    private func setCallbacks() {
        let context = Unmanaged.passUnretained(self).toOpaque()
        quarry_set_context(easy, CURLOPT_PRIVATE, context)
        quarry_set_context(easy, CURLOPT_HEADERDATA, context)
        quarry_set_receiver(easy, CURLOPT_HEADERFUNCTION) { bytes, size, count, context in
            guard let bytes, let context else { return 0 }
            let line = UnsafeRawBufferPointer(start: bytes, count: size * count)
            return CurlTransfer.of(context: context).receive(line: line) ? line.count : 0
        }
        quarry_set_context(easy, CURLOPT_WRITEDATA, context)
        quarry_set_receiver(easy, CURLOPT_WRITEFUNCTION) { bytes, size, count, context in
            guard let bytes, let context else { return 0 }
            let piece = UnsafeRawBufferPointer(start: bytes, count: size * count)
            return switch CurlTransfer.of(context: context).receive(body: piece) {
            case .taken: piece.count
            case .pause: Int(CURL_WRITEFUNC_PAUSE)
            case .refused: 0
            }
        }
    }

    /// A status line begins a head, an empty line ends it. Of several, as after `100 Continue`, the last counts.
    /// Returns false if there is too much of it.
    private func receive(line bytes: UnsafeRawBufferPointer) -> Bool {
        receivedCount += bytes.count
        headSize += bytes.count
        guard headSize <= Self.headLimit else {
            exchange.fail(.tooLarge(limit: Self.headLimit))
            return false
        }
        let line = String(decoding: bytes, as: UTF8.self).trimmed
        if line.hasPrefix("HTTP/") {
            head = HTTPHead(status: line.split(separator: " ").dropFirst().first.flatMap { Int($0) } ?? 0)
        } else if line.isEmpty {
            if head.status >= 200 { exchange.update { $0.receive(head) } }
        } else {
            head.headers.append(line: line)
        }
        return true
    }

    private func receive(body bytes: UnsafeRawBufferPointer) -> Reception.Verdict {
        receivedCount += bytes.count
        return exchange.update { $0.receive(bytes, failure: exchange.request.failure) }
    }

    /// The reader has room again.
    func resume() {
        exchange.update { $0.resume() }
        quarry_easy_pause(easy, CURLPAUSE_CONT)
    }

    /// Tells the reader how the transfer ended.
    func finish(_ code: CURLcode) {
        let kind = failureKind(code)
        exchange.update { reception in
            reception.finish(kind.map { .failure(exchange.request.failure($0)) } ?? .success(()))
        }
    }

    private func failureKind(_ code: CURLcode) -> HTTPError.Kind? {
        let reason = String(cString: quarry_easy_strerror(code))
        return switch code {
        case CURLE_OK: nil
        case CURLE_COULDNT_RESOLVE_HOST, CURLE_COULDNT_RESOLVE_PROXY, CURLE_COULDNT_CONNECT, CURLE_SSL_CONNECT_ERROR,
            CURLE_PROXY:
            .unreachable(reason: reason)
        case CURLE_PEER_FAILED_VERIFICATION, CURLE_SSL_CACERT_BADFILE, CURLE_SSL_ISSUER_ERROR, CURLE_SSL_CERTPROBLEM:
            .untrusted(reason: reason)
        case CURLE_PARTIAL_FILE, CURLE_GOT_NOTHING, CURLE_RECV_ERROR, CURLE_SEND_ERROR, CURLE_HTTP2, CURLE_HTTP2_STREAM:
            .interrupted(received: exchange.reception.receivedCount)
        case CURLE_OPERATION_TIMEDOUT: .timeout(phaseOfTimeout)
        default: .other(code: Int(code.rawValue), reason: reason)
        }
    }

    /// libcurl has one code for both of its time-outs; its clocks tell them apart.
    private var phaseOfTimeout: HTTPError.Phase {
        let elapsed = Duration.microseconds(quarry_get_number(easy, CURLINFO_TOTAL_TIME_T))
        let isConnecting = quarry_get_number(easy, CURLINFO_PRETRANSFER_TIME_T) == 0
        return isConnecting && elapsed < exchange.request.limits.total ? .connecting : .total
    }

    /// When the transfer will have stalled, as far as is known now.
    func stallDeadline(now: ContinuousClock.Instant) -> ContinuousClock.Instant {
        watch.note(
            progress: receivedCount + quarry_get_number(easy, CURLINFO_SIZE_UPLOAD_T),
            isHeldBack: exchange.reception.isPaused, now: now)
        return watch.deadline
    }
}

extension Duration {
    /// At least one: libcurl takes zero for "no limit".
    fileprivate var wholeMilliseconds: Int {
        Int(min(max(self / .milliseconds(1), 1), Double(Int32.max)))
    }
}
