import ArgumentParser
import Documents
import FoundationEssentials
import Glibc
import Registry
import RuralIndustry
import Synchronization

/// Whether and how files are signed.
struct SigningOptions: ParsableArguments {
    @Option(
        help: "Ký số bằng khóa trong tệp PKCS #12; mật khẩu từ CNNT_SIGN_PASSWORD hoặc --sign-password-file.")
    var sign: String?
    @Option(name: .customLong("sign-password-file"), help: "Tệp chứa mật khẩu của khóa.")
    var signPasswordFile: String?
    @Option(
        name: .customLong("sign-command"),
        help:
            "Lệnh ký bên ngoài (token, dịch vụ): nhận nội dung cần ký ở đầu vào, trả CMS tách rời (DER) ở đầu ra."
    )
    var signCommand: String?
    @Option(
        name: .customLong("timestamp-command"),
        help: "Lệnh lấy dấu thời gian RFC 3161: nhận TimeStampReq ở đầu vào, trả TimeStampResp ở đầu ra.")
    var timestampCommand: String?
    @Option(name: .customLong("sign-timeout"), help: "Chờ mỗi lệnh bên ngoài bao nhiêu giây.")
    var signTimeout = 60

    func validate() throws {
        if let wrong = setup.contradiction(.options) {
            throw ValidationError("\(wrong.vi) (\(wrong.en)).")
        }
    }

    /// Nil: do not sign.
    func signing(at now: Instant) throws -> CertificateSigning? { try setup.signing(at: now) }

    private var setup: SigningSetup {
        SigningSetup(
            keyFile: sign, passwordFile: signPasswordFile, command: signCommand,
            timestampCommand: timestampCommand, timeout: signTimeout)
    }
}

/// Who signs files on this machine, as options or settings say it.
struct SigningSetup: Sendable {
    /// PKCS #12.
    var keyFile: String?
    /// Nil: the password is in `CNNT_SIGN_PASSWORD`.
    var passwordFile: String?
    /// A line for the shell.
    var command: String?
    var timestampCommand: String?
    /// Seconds for each command.
    var timeout = 60

    /// What each part is called where it was set.
    struct Names {
        let key: String
        let passwordFile: String
        let command: String
        let timestampCommand: String
        let timeout: String

        static let options = Names(
            key: "--sign", passwordFile: "--sign-password-file", command: "--sign-command",
            timestampCommand: "--timestamp-command", timeout: "--sign-timeout")
        static let settings = Names(
            key: "CNNT_SIGN_KEY", passwordFile: "CNNT_SIGN_PASSWORD_FILE", command: "CNNT_SIGN_COMMAND",
            timestampCommand: "CNNT_TIMESTAMP_COMMAND", timeout: "CNNT_SIGN_TIMEOUT")
    }

    /// What does not go together, or makes no sense; nil: nothing.
    func contradiction(_ names: Names) -> Bilingual? {
        if keyFile != nil, command != nil {
            return Bilingual(
                vi: "Chỉ ghi một trong \(names.key) và \(names.command)",
                en: "only one of \(names.key) and \(names.command)")
        }
        if passwordFile != nil, keyFile == nil {
            return Bilingual(
                vi: "\(names.passwordFile) cần \(names.key)", en: "\(names.passwordFile) needs \(names.key)")
        }
        if timestampCommand != nil, keyFile == nil, command == nil {
            return Bilingual(
                vi: "\(names.timestampCommand) cần \(names.key) hoặc \(names.command)",
                en: "\(names.timestampCommand) needs \(names.key) or \(names.command)")
        }
        if timeout < 1 {
            return Bilingual(
                vi: "\(names.timeout) từ 1 giây", en: "\(names.timeout) is at least one second")
        }
        return nil
    }

    /// Everything that can be known to be wrong with a key is told here, before anything is issued. Nil: do not sign.
    func signing(at now: Instant) throws -> CertificateSigning? {
        guard var signer = try signer(at: now) else { return nil }
        if let timestampCommand {
            let command = ExternalCommand(
                line: timestampCommand, name: "timestamp-command", timeout: timeout)
            signer = StampedSigner(inner: signer, authority: CommandSwitch(command))
        }
        return CertificateSigning(by: signer, at: now)
    }

    private func signer(at now: Instant) throws -> (any FileSigner)? {
        if let local = try localSigner(at: now) { return local }
        return externalSigner()
    }

    private func localSigner(at now: Instant) throws -> SigningIdentity? {
        guard let keyFile else { return nil }
        let bytes = try readBytes(keyFile, upTo: 1 << 20)
        let password = try password()
        do throws(DocumentError) {
            let identity = try SigningIdentity(pkcs12: bytes, password: password)
            try identity.certificate.requireUsable(at: now)
            return identity
        } catch {
            throw Violation(error.code, vi: error.text.vi, en: error.text.en, at: Place(file: keyFile))
        }
    }

    /// Never an argument, which everybody on the machine can read.
    private func password() throws -> String {
        guard let passwordFile else {
            return getenv("CNNT_SIGN_PASSWORD").map { String(cString: $0) } ?? ""
        }
        let text = try readFile(passwordFile)
        return String(text.prefix { !$0.isNewline })
    }

    private func externalSigner() -> ExternalSigner? {
        command.map {
            ExternalSigner(
                command: CommandSwitch(ExternalCommand(line: $0, name: "sign-command", timeout: timeout)))
        }
    }
}

/// Asks a command until it fails to answer in time once: ten thousand papers must not each wait for a service that is down.
final class CommandSwitch: Sendable {
    private let command: ExternalCommand
    private let failure = Mutex<Violation?>(nil)

    init(_ command: ExternalCommand) { self.command = command }

    func answer(to question: [UInt8]) throws(Violation) -> [UInt8] {
        if let failure = failure.withLock({ $0 }) { throw failure }
        do throws(Violation) {
            return try command.answer(to: question)
        } catch {
            if error.code.hasSuffix("-late") { failure.withLock { $0 = error } }
            throw error
        }
    }
}

/// A signer outside this program; what it answers is checked by whoever asks.
private struct ExternalSigner: FileSigner {
    let command: CommandSwitch

    let reservedBytes = 16 * 1024

    func signature(of content: [UInt8]) throws -> [UInt8] { try command.answer(to: content) }
}

/// Signs, and has the signature stamped: PAdES baseline T.
private struct StampedSigner: FileSigner {
    let inner: any FileSigner
    let authority: CommandSwitch

    var reservedBytes: Int { inner.reservedBytes + 12 * 1024 }

    func signature(of content: [UInt8]) throws -> [UInt8] {
        let signature = try CheckedSignature(inner.signature(of: content), of: content).der
        let query = try TimestampQuery(about: signature, nonce: UInt64.random(in: 1 ... .max))
        return try query.stamped(by: try authority.answer(to: query.der))
    }
}
