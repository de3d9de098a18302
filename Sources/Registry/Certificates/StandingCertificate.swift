import Postgres

/// Of the certificates of an award one stands: the one that no other has replaced.
enum StandingCertificate {
    /// True of the certificate that stands.
    ///
    /// - Parameter alias: of the certificate in the statement.
    static func condition(_ alias: String) -> SQL {
        SQL(
            trusted:
                "NOT EXISTS (SELECT FROM certificate newer WHERE newer.replaces = \(alias).certificate_id)")
    }

    /// The day since which the award is held: that of its first certificate.
    static func heldSince(_ alias: String) -> SQL {
        SQL(
            trusted: """
                CASE WHEN \(alias).replaces IS NULL THEN \(alias).issued_on ELSE (
                  SELECT first.issued_on FROM certificate first
                  WHERE first.award_id = \(alias).award_id AND first.replaces IS NULL) END
                """)
    }
}
