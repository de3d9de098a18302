/// A row for every sealed table that holding a round leaves empty. They are written past triggers and foreign keys: what is
/// tested with them is the seal, which knows nothing of what the tables mean.
///
/// A table that is sealed from now on needs a row here, unless ``SealedTableTests`` fills it by what the program does.
enum SealedRows {
    static let script = rows.map { "INSERT INTO \($0.key) \($0.value)" }.sorted().joined(separator: ";\n")

    private static let digest = "sha256('x')"

    private static let rows = [
        "assignment_draw": """
        (assignment_draw_id, round_id, per_entry, seed, input, input_sha256) VALUES (901, 1, 1, 'a', '{}', sha256('{}'))
        """,
        "award_withdrawal": "(award_id, decision_id) VALUES (901, 901)",
        "booth_request_booth": "(booth_allocation_id, booth_request_id) VALUES (901, 901)",
        "booth_request_step": "(booth_request_id, version, state) VALUES (901, 1, 'filed')",
        "booth_run": """
        (booth_run_id, fair_id, terms_version, held_until, input, input_sha256, result, result_sha256)
        VALUES (901, 901, 1, '2026-12-10', '{}', sha256('{}'), '{}', sha256('{}'))
        """,
        "booth_step": "(booth_allocation_id, version, state) VALUES (901, 1, 'held')",
        "booth_tenant": """
        (booth_allocation_id, ordinal, kind, role, name) VALUES (901, 1, 'sponsor', 'tenant', 'Nhà tài trợ')
        """,
        "booth_version":
            "(booth_id, version, audit_id, record) VALUES (901, 1, current_audit(), '{\"code\": \"A1\"}')",
        "certificate_design": "(round_id, name, document) VALUES (1, 'x', '{}')",
        "certificate_design_withdrawal": "(certificate_design_id) VALUES (901)",
        "certificate_file": """
        (certificate_id, sha256, template, rendering) SELECT min(certificate_id), \(digest), 'x', '{}' FROM certificate
        """,
        "certificate_signature": """
        (certificate_id, sha256, content_sha256, signed_at, reserved_bytes, cms, signer, signer_sha256)
        SELECT min(certificate_id), \(digest), \(digest), '2024-01-05', 10, 'x', 'Nguyễn Văn Mẫu', \(digest)
        FROM certificate
        """,
        "certificate_template": "(identity, document, fonts) VALUES (\(digest), '{}', '{}')",
        "complaint": """
        (complaint_id, round_id, entry_id, complainant, received_on, statement)
        VALUES (901, 1, 901, 'Người khiếu nại', '2023-07-10', 'Điểm sai')
        """,
        "complaint_end": """
        (complaint_id, ended_on, finding, number, statement) VALUES (901, '2023-07-20', 'rejected', '5/TL', 'Đúng')
        """,
        "corrected_line": """
        (result_correction_id, entry_id, ordinal, total, shown, rank, eligible, judges)
        VALUES (901, 901, 1, '90', '90.00', 1, true, 5)
        """,
        "corrected_part": """
        (result_correction_id, part, sha256, document) VALUES (901, 'tally', sha256('{}'), '{}')
        """,
        "council_attendance": "(council_meeting_id, council_member_id) VALUES (901, 901)",
        "council_meeting": "(council_meeting_id, round_id, held_on) VALUES (901, 1, '2023-05-30')",
        "council_vote": "(council_meeting_id, in_favour, against, abstained) VALUES (901, 3, 2, 0)",
        // besides that of the round, whose event is sealed by then: the one that withdraws the award above
        "decision": """
        (decision_id, round_id, number, decided_on, authority, place, capacity, signatory_title, signatory_name, amendment,
          amendment_reason)
        OVERRIDING SYSTEM VALUE
        VALUES (901, 1, '9/QĐ', '2023-08-10', 'UBND', 'Thái Nguyên', 'TM.', 'CHỦ TỊCH', '', 1, 'Khiếu nại')
        """,
        "entry_notice": """
        (entry_id, kind, result_version, noticed_on, channel, body)
        VALUES (901, 'result', 1, '2023-06-01', 'post', 'Thông báo')
        """,
        "entry_paper": "(entry_id, dossier_paper_id) VALUES (901, 901)",
        "fair_plan": "(fair_id, version, source, booths) VALUES (901, 1, 'file', 1)",
        "fair_terms": "(fair_id, version, requests_until, rules) VALUES (901, 1, '2026-11-22', '{}')",
        "handed_in_file": """
        (round_id, judge_id, sheet_key_id, document, sha256, signature) VALUES (1, 901, 901, 'x', \(digest), \(digest))
        """,
        "judge_account": "(round_id, judge_id, account_id) VALUES (1, 901, 901)",
        "judge_assignment": "(assignment_draw_id, entry_id, judge_id) VALUES (901, 901, 901)",
        "judge_conflict": """
        (round_id, judge_id, establishment_id, source, reason, declared_on)
        VALUES (1, 901, 901, 'declared', 'Họ hàng', '2023-05-10')
        """,
        "mark_correction": """
        (result_correction_id, round_id, version, entry_id, stage, judge_id, leaf, product_group, action, reason)
        VALUES (901, 1, 2, 901, 'final', 901, 'market', 'food', 'exclude', 'Nhầm')
        """,
        "nomination": """
        (award_id, to_level, number, nominated_on) VALUES (901, 'provincial', '6/TTr', '2023-07-01')
        """,
        "product_member": "(product_id, ordinal, member_product_id) VALUES (901, 1, 902)",
        "production_site_version": """
        (production_site_id, version, audit_id, record) VALUES (901, 1, current_audit(), '{"name": "Xưởng"}')
        """,
        "redaction": """
        (establishment_id, act_number, redacted_on, reason, fields, version)
        VALUES (901, '1/QĐ', '2026-01-01', 'Theo yêu cầu', '{phone}', 1)
        """,
        "result_correction": """
        (result_correction_id, round_id, version, number, corrected_on, reason, stage, marks, lines_sha256)
        VALUES (901, 1, 2, '7/QĐ', '2023-06-05', 'Nhầm', 'final', 1, \(digest))
        """,
        "round_act": """
        (round_id, body, number, acted_on, authority) VALUES (1, 'council', '8/QĐ', '2023-05-01', 'UBND thành phố')
        """,
        "sheet_key": "(round_id, judge_id, key) VALUES (1, 901, \(digest))",
        "sheet_reopening": """
        (entry_id, stage, judge_id, version, reason) VALUES (901, 'final', 901, 1, 'Nhầm')
        """,
        "signing_key_revocation": """
        (key_id, revoked_from, reason) VALUES ('0123456789abcdef', '2026-01-01', 'Lộ khóa')
        """,
        "typed_mark": """
        (entry_id, stage, judge_id, version, copy, leaf, round_id, product_group, value)
        VALUES (901, 'final', 901, 1, 1, 'market', 1, 'food', 9)
        """,
        "typed_settlement": """
        (entry_id, stage, judge_id, version, leaf, round_id, product_group, value, reason)
        VALUES (901, 'final', 901, 1, 'market', 1, 'food', 9, 'Đọc lại')
        """,
    ]
}
