import Evidence
import Logging
import Registry
import RuralIndustry

extension Settings {
    /// Where the keys lie that secrets are enciphered with. The demonstration has keys of its own.
    var secretKeyFile: String {
        let usual = keys.path + "/secret.keys"
        return isDemo ? usual : namedSecretKeyFile ?? usual
    }
}

extension Workplace {
    /// What the service enciphers secrets with. On a private cluster, and for the demonstration, the first key is made on the way; nil:
    /// there is none, and nobody sets a second factor up.
    ///
    /// - Throws: `secret-key-missing` where a file is named that is not there, `secret-key-exposed`, `secret-key-unreadable`.
    func secretKeys() throws -> SecretKeys? {
        let file = SecretKeyFile(path: settings.secretKeyFile)
        if makesFirstKey, settings.isDemo || settings.namedSecretKeyFile == nil {
            return try file.keysOrNew()
        }
        let keys = try file.keys()
        if keys == nil, settings.namedSecretKeyFile != nil {
            throw Violation(
                "secret-key-missing",
                vi:
                    "không có tệp khóa mà CNNT_SECRET_KEY_FILE nêu; nếu đã từng có thì lấy lại từ bản cất giữ, nếu chưa thì tạo bằng head -c 32 /dev/urandom | base64",
                en:
                    "the file that CNNT_SECRET_KEY_FILE names is not there; if there was one bring it back from where it is kept, else make one with head -c 32 /dev/urandom | base64",
                at: Place(file: file.path))
        }
        return keys
    }

    /// Enciphers what is not yet enciphered with the key of now, and tells who runs the service of what cannot be.
    func sealSecrets(_ registry: Registry) async throws {
        let kept = try await registry.sealSecondFactors()
        if kept.sealed > 0 {
            logger.notice("secrets enciphered", metadata: ["second_factors": "\(kept.sealed)"])
        }
        if kept.inClear > 0 {
            logger.warning(
                "secrets are kept in clear: set CNNT_SECRET_KEY_FILE",
                metadata: ["second_factors": "\(kept.inClear)"])
        }
        if kept.unreadable > 0 {
            logger.error(
                "secrets are enciphered with a key that is not in CNNT_SECRET_KEY_FILE: their owners cannot sign in with codes",
                metadata: ["second_factors": "\(kept.unreadable)"])
        }
    }
}
