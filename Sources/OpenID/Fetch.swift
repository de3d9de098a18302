import CCurl
import Glibc
import RuralIndustry

/// What is asked of the provider by the service itself, through libcurl.
struct FetchRequest: Sendable {
    let address: String
    /// Content of a form that is sent; nil: the address is read.
    var form: [(String, String)]?
    /// Name and password (RFC 7617), each encoded as a form's content is (RFC 6749, 2.3.1).
    var user: (name: String, password: String)?
}

enum Fetch {
    /// What is read at most.
    private static let longest = 256 * 1024

    /// The content and status of an answer. Blocks for ten seconds at most, on a thread of its own.
    ///
    /// TLS certificates are checked; redirections are not followed; nothing but HTTPS is spoken, except with this machine.
    ///
    /// - Throws: `openid-provider`.
    static func run(_ request: FetchRequest) async throws -> (status: Int, bytes: [UInt8]) {
        try await withCheckedThrowingContinuation { continuation in
            let thread = Thread.start { continuation.resume(with: Result { try Self.now(request) }) }
            if !thread { continuation.resume(throwing: Violation.providerSilent("no thread can be started")) }
        }
    }

    private final class Taken {
        var bytes: [UInt8] = []
    }

    /// Once in a process, before there are handles.
    private static let isReady = curl_global_init(cnnt_curl_global) == CURLE_OK

    private static func now(_ request: FetchRequest) throws(Violation) -> (status: Int, bytes: [UInt8]) {
        guard isReady, let curl = curl_easy_init() else { throw .providerSilent("libcurl cannot be set up") }
        defer { curl_easy_cleanup(curl) }
        let taken = Taken()
        var problem = cnnt_curl_set_text(curl, CURLOPT_URL, request.address)
        func set(_ code: CURLcode) { if problem == CURLE_OK { problem = code } }
        set(
            cnnt_curl_set_text(
                curl, CURLOPT_PROTOCOLS_STR,
                ProviderAddress.isOfThisMachine(request.address) ? "https,http" : "https"))
        set(cnnt_curl_set_number(curl, CURLOPT_FOLLOWLOCATION, 0))
        set(cnnt_curl_set_number(curl, CURLOPT_NOSIGNAL, 1))
        set(cnnt_curl_set_number(curl, CURLOPT_CONNECTTIMEOUT, 5))
        set(cnnt_curl_set_number(curl, CURLOPT_TIMEOUT, 10))
        set(cnnt_curl_set_text(curl, CURLOPT_USERAGENT, "cnnt"))
        if let user = request.user {
            set(cnnt_curl_set_number(curl, CURLOPT_HTTPAUTH, cnnt_curl_auth_basic))
            set(cnnt_curl_set_text(curl, CURLOPT_USERNAME, FormCoding.encoded(user.name)))
            set(cnnt_curl_set_text(curl, CURLOPT_PASSWORD, FormCoding.encoded(user.password)))
        }
        if let form = request.form {
            set(cnnt_curl_set_text(curl, CURLOPT_COPYPOSTFIELDS, FormCoding.text(form)))
        }
        let headers = curl_slist_append(nil, "Accept: application/json")
        defer { curl_slist_free_all(headers) }
        set(cnnt_curl_set_list(curl, CURLOPT_HTTPHEADER, headers))
        set(
            cnnt_curl_set_taker(
                curl,
                { bytes, size, count, context in
                    guard let bytes, let context else { return 0 }
                    let taken = Unmanaged<Taken>.fromOpaque(context).takeUnretainedValue()
                    // less than was offered ends the transfer
                    guard taken.bytes.count + size * count <= Fetch.longest else { return 0 }
                    taken.bytes += UnsafeRawBufferPointer(start: bytes, count: size * count)
                    return size * count
                }, Unmanaged.passUnretained(taken).toOpaque()))
        guard problem == CURLE_OK else { throw .providerSilent("libcurl refuses the request") }
        let code = withExtendedLifetime(taken) { curl_easy_perform(curl) }
        guard code == CURLE_OK else {
            throw .providerSilent(String(cString: curl_easy_strerror(code)))
        }
        return (Int(cnnt_curl_status(curl)), taken.bytes)
    }
}

/// A thread for what blocks.
enum Thread {
    private final class Work: Sendable {
        let body: @Sendable () -> Void
        init(_ body: @escaping @Sendable () -> Void) { self.body = body }
    }

    /// False if there can be no more.
    static func start(_ body: @escaping @Sendable () -> Void) -> Bool {
        var thread = pthread_t()
        let work = Unmanaged.passRetained(Work(body))
        let status = pthread_create(
            &thread, nil,
            { context in
                if let context { Unmanaged<Work>.fromOpaque(context).takeRetainedValue().body() }
                return nil
            }, work.toOpaque())
        guard status == 0 else {
            work.release()
            return false
        }
        pthread_detach(thread)
        return true
    }
}

/// `application/x-www-form-urlencoded`.
enum FormCoding {
    static func text(_ fields: [(String, String)]) -> String {
        fields.map { "\(encoded($0.0))=\(encoded($0.1))" }.joined(separator: "&")
    }

    static func encoded(_ text: String) -> String {
        var encoded = ""
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"),
                UInt8(ascii: "."), UInt8(ascii: "~"):
                encoded.unicodeScalars.append(Unicode.Scalar(byte))
            default: encoded += "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
            }
        }
        return encoded
    }
}

extension Violation {
    static func providerSilent(_ reason: String) -> Violation {
        Violation(
            "openid-provider", vi: "nơi đăng nhập chung không trả lời được: \(reason)",
            en: "the identity provider gives no answer that can be used: \(reason)")
    }
}
