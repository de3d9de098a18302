import HTTPTypes
import Hummingbird
import Registry
import RuralIndustry

/// The version of a record as a strong validator, and what a request makes depend on it (RFC 9110, 13; RFC 6585, 3).
enum Preconditions {
    static func tag(_ version: Int) -> String { "\"\(version)\"" }

    /// The versions that a change is for. They are held against the record where it is changed: after a repeated request was told
    /// apart from a new one, which no version is right for any more.
    ///
    /// - Throws: `Problem` `if-match-missing` (428).
    static func match(_ request: Request) throws -> VersionMatch {
        let tags = request.headers[values: .ifMatch].joined(separator: ",").split(separator: ",").map {
            String($0.filter { $0 != " " })
        }
        guard !tags.isEmpty else { throw Problem.matchMissing }
        return tags == ["*"] ? .any : VersionMatch(Set(tags.compactMap(Self.version(of:))))
    }

    /// The same of what need not be there yet, whose version is 0 then: `If-None-Match: *` makes it (RFC 9110, 13.1.2).
    ///
    /// - Throws: `Problem` `if-match-missing` (428).
    static func matchOrNone(_ request: Request) throws -> VersionMatch {
        if request.headers[.ifMatch] != nil { return try match(request) }
        guard request.headers[.ifNoneMatch] == "*" else { throw Problem.matchOrNoneMissing }
        return VersionMatch(0)
    }

    /// The version that a change is for; nil: whichever there is.
    ///
    /// - Parameter current: the version now, where several are named.
    /// - Throws: `Problem` `if-match-missing` (428), `stale-version` (412).
    static func version(_ request: Request, current: () async throws -> Int) async throws -> Int? {
        guard let versions = try match(request).versions else { return nil }
        if versions.count == 1 { return versions.first }
        let now = try await current()
        guard versions.contains(now) else { throw Problem.stale }
        return now
    }

    /// A weak one, or one of anything else, is that of no version.
    private static func version(of tag: String) -> Int? {
        guard tag.count > 2, tag.hasPrefix("\""), tag.hasSuffix("\"") else { return nil }
        return Int(tag.dropFirst().dropLast()).flatMap { $0 > 0 && $0 <= Int32.max ? $0 : nil }
    }

    /// Whether who asks has this version already.
    static func isKnown(_ version: Int, to request: Request) -> Bool {
        guard let known = request.headers[.ifNoneMatch] else { return false }
        return known.split(separator: ",").contains {
            let tag = $0.filter { $0 != " " }
            return tag == "*" || tag == Self.tag(version) || tag == "W/" + Self.tag(version)
        }
    }
}

extension Problem {
    fileprivate static let matchMissing = Problem(
        .preconditionRequired, code: "if-match-missing",
        detail: Bilingual(
            vi: "Để không ghi đè sửa đổi của người khác, hãy gửi If-Match với ETag của bản ghi đã đọc.",
            en:
                "So that nobody's change is overwritten, send If-Match with the ETag of the record that was read."
        ))

    fileprivate static let matchOrNoneMissing = Problem(
        .preconditionRequired, code: "if-match-missing",
        detail: Bilingual(
            vi:
                "Để không ghi đè sửa đổi của người khác, hãy gửi If-Match với ETag đã đọc; nếu chưa có gì thì gửi If-None-Match: *.",
            en:
                "So that nobody's change is overwritten, send If-Match with the ETag that was read; where there is nothing yet, send If-None-Match: *."
        ))

    static let stale = Problem(
        .preconditionFailed, code: "stale-version",
        detail: Bilingual(
            vi: "Người khác đã sửa bản ghi này; hãy đọc lại rồi sửa tiếp.",
            en: "Somebody else has changed this record; read it again, then edit."))
}

/// The key that a program chose for a request that is to be done once.
enum IdempotencyKey {
    /// Nil where none is sent.
    ///
    /// - Throws: `Problem` `idempotency-key-unreadable`.
    static func of(_ request: Request) throws -> String? {
        guard let text = request.headers[.idempotencyKey] else { return nil }
        guard (1...255).contains(text.utf8.count), text.utf8.allSatisfy({ (0x21...0x7E).contains($0) }) else {
            throw Problem(
                .badRequest, code: "idempotency-key-unreadable",
                detail: Bilingual(
                    vi: "Idempotency-Key gồm 1 đến 255 ký tự ASCII không có dấu cách, ví dụ một UUID.",
                    en: "An Idempotency-Key is 1 to 255 ASCII characters without blanks, a UUID for example.")
            )
        }
        return text
    }

    /// Everything that a request asks for but what it brings along: what has to be the same where the key is.
    static func content(_ request: Request) -> RequestContent {
        var content = RequestContent()
        content.add(Array("\(request.method) \(request.uri.string)\n".utf8))
        return content
    }

    /// With what it brings along.
    static func content(_ request: Request, _ body: [UInt8]) -> RequestContent {
        var content = content(request)
        content.add(body)
        return content
    }
}

extension OneRequest {
    /// A program's request under the key that it sends; nil: it sends none, or only tries.
    ///
    /// - Parameters:
    ///   - body: what it brings along.
    ///   - outcome: what the answer can be given again from.
    /// - Throws: `Problem` `idempotency-key-unreadable`, of a trial too.
    init?(
        _ request: Request, _ body: [UInt8] = [], isDryRun: Bool, at moment: Instant,
        outcome: @escaping @Sendable (Value) -> String
    ) throws {
        guard let key = try IdempotencyKey.of(request), !isDryRun else { return nil }
        self.init(key: key, content: IdempotencyKey.content(request, body), at: moment, outcome: outcome)
    }
}

extension HTTPField.Name {
    static let idempotencyKey = HTTPField.Name(known: "Idempotency-Key")
    static let idempotencyReplayed = HTTPField.Name(known: "Idempotency-Replayed")
}
