import Postgres
import RuralIndustry

/// The one table from the database's constraint names to what people are told. The use cases check rules first and name the
/// row and column; what arrives here was caught by the second wall (a race, or a path that forgot to ask).
enum Constraints {
    /// The refusal for a broken constraint; nil if the error is not about one.
    static func refusal(for error: ServerError) -> Refusal? {
        guard let name = error.constraint, let violation = violation(for: name) else { return nil }
        return Refusal(violation)
    }

    static func violation(for name: String) -> Violation? {
        if let told = told[name] { return Violation(told.code, vi: told.vi, en: told.en) }
        guard guarded.contains(name) || guardedEndings.contains(where: name.hasSuffix) else { return nil }
        return Violation(
            "inconsistent",
            vi: "cơ sở dữ liệu từ chối vì dữ liệu không nhất quán (\(name)); không có gì thay đổi",
            en: "the database refused inconsistent data (\(name)); nothing was changed")
    }

    /// Broken only by a bug: keys that the program makes itself, and forms that parsing has already ensured.
    static let guardedEndings = [
        "_pkey", "_fkey", "_key", "_known", "_form", "_length", "_hash", "_days",
    ]
    static let guarded: Set<String> = [
        "audit_event_actor_present", "audit_event_required", "award_product_of_establishment",
        "award_round_product",
        "certificate_issued_here", "certificate_series_positive", "certificate_series_unique",
        "certificate_code_unique", "certificate_validity", "decision_line_award_if_recognised",
        "decision_line_set_recognised", "entry_identity_fixed", "entry_lower_or_exception",
        "entry_nomination_of_award", "entry_refusal_reason", "establishment_closed_reason",
        "establishment_figures_positive", "mark_value_decimals", "mark_value_or_absence",
        "mark_value_positive",
        "product_closed_reason", "product_member_once", "product_member_other", "product_members_several",
        "product_percent_range", "product_price_positive", "product_set_kind_of_set",
        "region_member_validity_some",
        "regulation_validity_some", "result_line_eligible_total", "result_line_ordinal_unique",
        "result_line_ranked",
        "result_line_reason", "revocation_act_present", "round_cancel_act", "round_leaf_max_positive",
        "round_leaf_step_positive", "round_organiser_kind", "round_rules_pinned", "round_year_range",
        "unit_validity_some", "establishment_version_step", "product_version_step", "round_version_step",
        "entry_version_step",
        "assignment_draw_per_entry_positive", "calendar_day_weekend", "account_disabled_reason",
        "account_login_fixed", "account_role_step",
        "account_role_territory",
        "stored_file_size_limit", "stored_file_picture", "dossier_paper_one_owner", "dossier_paper_fixed",
        "dossier_paper_withdrawn_reason", "dossier_paper_version_step", "entry_paper_of_product",
        "production_site_version_step", "production_site_closed_reason", "redaction_recorded",
        "establishment_redirect_undone_whole",
        "result_part_document_kept", "sealed_table_both_or_none",
        "authority_name_validity_some",
    ]

    typealias Told = (code: String, vi: String, en: String)

    static let told: [String: Told] = [
        "establishment_tax_code_unique": (
            "tax-code-taken", "mã số thuế này đã được đăng ký cho một cơ sở khác",
            "this tax code is already registered for another establishment"
        ),
        "establishment_external_id_unique": (
            "external-id-taken", "mã ngoài (external_id) này đã dùng cho một cơ sở khác",
            "this external_id is already used for another establishment"
        ),
        "establishment_registration_once": (
            "registration-taken",
            "số đăng ký này đã ghi cho một cơ sở khác cùng loại hình; nếu đúng là hai cơ sở, dùng --allow-same-registration",
            "this registration number is already that of another establishment of the same form; if they are two, use --allow-same-registration"
        ),
        "production_site_once": (
            "site-exists", "nơi sản xuất này đã được ghi", "this production site is already recorded"
        ),
        "establishment_redirect_once": (
            "establishment-merged", "cơ sở này đã được hợp nhất vào một cơ sở khác",
            "this establishment is already merged into another"
        ),
        "establishment_redirect_other": (
            "merge-itself", "không thể hợp nhất một cơ sở vào chính nó",
            "an establishment cannot be merged into itself"
        ),
        "establishment_redirect_cycle": (
            "merge-cycle", "hai cơ sở không thể hợp nhất vào nhau",
            "two establishments cannot be merged into each other"
        ),
        "establishment_redirect_undo_only": (
            "merge-undone-already", "việc hợp nhất này đã được bỏ", "this merge is undone already"
        ),
        "establishment_merged": (
            "establishment-merged",
            "cơ sở này đã được hợp nhất vào một cơ sở khác; xem `cnnt establishment show`",
            "this establishment was merged into another; see `cnnt establishment show`"
        ),
        "product_external_id_unique": (
            "external-id-taken", "mã ngoài (external_id) này đã dùng cho một sản phẩm khác",
            "this external_id is already used for another product"
        ),
        "account_login_unique": (
            "login-taken", "tên đăng nhập này đã có người dùng", "this login is already taken"
        ),
        "account_role_once": (
            "role-held-already", "tài khoản đã có vai trò này ở đó trong thời gian đó",
            "the account already holds this role there at that time"
        ),
        "unit_validity_overlap": (
            "unit-validity-overlap", "hai đơn vị cùng mã có thời gian hiệu lực chồng lên nhau",
            "two units with the same code have overlapping validity"
        ),
        "unit_edge_days": (
            "lineage-days", "đơn vị cũ phải kết thúc và đơn vị mới phải tồn tại vào ngày chuyển đổi",
            "the old unit must end and the new one exist on the day of the change"
        ),
        "region_member_validity_overlap": (
            "region-validity-overlap", "một tỉnh không thể thuộc hai khu vực trong cùng một ngày",
            "a province cannot belong to two regions on one day"
        ),
        "authority_name_validity_overlap": (
            "authority-overlap", "một cơ quan không thể có hai tên trong cùng một ngày",
            "an authority cannot have two names on one day"
        ),
        "regulation_pkey": (
            "regulation-exists", "đã có bộ quy tắc mang mã này; bộ quy tắc sửa đổi cần mã mới",
            "there is a regulation with this id already; a changed one needs a new id"
        ),
        "round_state_step": (
            "round-state", "kỳ bình chọn đã sang bước khác; xem `cnnt round show`",
            "the round has moved to another state; see `cnnt round show`"
        ),
        "council_member_one_chair": (
            "council-chair-taken", "Hội đồng đã có Chủ tịch", "the council already has a chair"
        ),
        "council_member_one_standing_vice_chair": (
            "council-standing-vice-chair-taken", "Hội đồng đã có Phó Chủ tịch thường trực",
            "the council already has a standing vice-chair"
        ),
        "council_member_once": (
            "council-member-twice", "người này đã có trong Hội đồng",
            "this person already sits on the council"
        ),
        "judge_code_unique": (
            "judge-code-taken", "mã giám khảo này đã dùng trong kỳ bình chọn",
            "this judge code is already used in the round"
        ),
        "judge_one_head": (
            "panel-head-taken", "Ban Giám khảo đã có Trưởng ban", "the panel already has a head judge"
        ),
        "entry_code_unique": (
            "entry-code-taken", "mã số bình chọn này đã dùng trong kỳ bình chọn",
            "this entry code is already used in the round"
        ),
        "entry_product_once": (
            "product-entered-twice", "sản phẩm đã được ghi danh trong kỳ bình chọn này",
            "the product is already entered in this round"
        ),
        "entry_round_open": (
            "round-takes-no-entries", "kỳ bình chọn không còn nhận hồ sơ",
            "the round takes no entries any more"
        ),
        "entry_state_step": (
            "entry-state", "không thể chuyển trạng thái hồ sơ như vậy",
            "an entry cannot change its state like this"
        ),
        "entry_lower_award": (
            "lower-award", "danh hiệu cấp dưới không hợp lệ", "the lower award does not hold"
        ),
        "entry_lower_award_not_needed": (
            "lower-award-not-needed", "cấp bình chọn này không cần danh hiệu cấp dưới hay ngoại lệ",
            "this level needs neither a lower award nor an exception"
        ),
        "entry_lower_award_required": (
            "lower-award-required", "cần giấy chứng nhận cấp dưới còn giá trị, hoặc lý do ngoại lệ hợp lệ",
            "a live lower certificate or a lawful exception is needed"
        ),
        "entry_lower_award_level": (
            "lower-award-level", "danh hiệu không thuộc cấp mở đường cho kỳ bình chọn này",
            "the award is not of a level that opens this round"
        ),
        "entry_lower_award_live": (
            "lower-award-expired", "giấy chứng nhận cấp dưới không còn giá trị vào ngày nộp hồ sơ",
            "the lower certificate is not valid on the filing day"
        ),
        "entry_lower_award_unrevoked": (
            "lower-award-revoked", "giấy chứng nhận cấp dưới đã bị thu hồi",
            "the lower certificate was revoked"
        ),
        "entry_lower_award_nominated": (
            "lower-award-not-nominated", "sản phẩm chưa được đề cử vào ngày nộp hồ sơ",
            "the product was not yet nominated on the filing day"
        ),
        "mark_pkey": (
            "mark-twice", "điểm này đã được nhập; điểm đã nhập không sửa được",
            "this mark was entered already; marks are not overwritten"
        ),
        "mark_round_judging": (
            "round-takes-no-marks", "kỳ bình chọn không ở bước chấm điểm", "the round is not being judged"
        ),
        "mark_entry_accepted": (
            "entry-not-accepted", "hồ sơ này không được chấp nhận để chấm điểm",
            "this entry was not accepted for judging"
        ),
        "mark_judge_sits": (
            "judge-left", "giám khảo này không còn trong Ban Giám khảo",
            "this judge no longer sits on the panel"
        ),
        "mark_value_range": (
            "mark-out-of-range", "điểm vượt mức tối đa của tiêu chí",
            "a mark is above the criterion's maximum"
        ),
        "mark_value_step": (
            "mark-off-step", "điểm không đúng bước điểm của kỳ bình chọn",
            "a mark is not a multiple of the round's step"
        ),
        "mark_judge_conflict": (
            "judge-in-conflict", "giám khảo có xung đột lợi ích với cơ sở này, không được chấm",
            "the judge is in conflict with this entrant and may not mark"
        ),
        "mark_judge_assigned": (
            "judge-not-assigned", "giám khảo không được phân công chấm sản phẩm này",
            "the judge was not drawn for this entry"
        ),
        "handed_in_file_once": (
            "sheet-handed-in", "tệp này đã được nộp rồi, không nhập lần nữa",
            "this file was handed in already and is not entered again"
        ),
        "handed_in_file_round_judging": (
            "round-state", "kỳ bình chọn không ở bước chấm điểm, không nhận phiếu",
            "the round is not being judged and takes no sheets"
        ),
        "judge_conflict_once": (
            "conflict-known", "xung đột lợi ích này đã được ghi nhận", "this conflict is known already"
        ),
        "judge_conflict_round_state": (
            "round-takes-no-conflicts", "kỳ bình chọn đã khóa điểm, không ghi nhận xung đột lợi ích được nữa",
            "the round is closed and takes no conflicts any more"
        ),
        "judge_assignment_conflict": (
            "assignment-conflict",
            "không phân công giám khảo chấm sản phẩm của cơ sở mình có xung đột lợi ích",
            "a judge is not given an entry that they are in conflict with"
        ),
        "assignment_draw_round_state": (
            "round-draws-no-judges", "chỉ phân công giám khảo khi kỳ bình chọn đang mở",
            "judges are drawn only while the round is open"
        ),
        "signing_key_replaces_once": (
            "signing-key-exists", "người khác vừa tạo hoặc thay khóa ký; xem `cnnt key list`",
            "somebody else just made or replaced the signing key; see `cnnt key list`"
        ),
        "signing_key_revocation_pkey": (
            "key-revoked-already", "khóa ký này đã bị thu hồi", "this signing key was already revoked"
        ),
        "result_pkey": (
            "round-closed-already", "kỳ bình chọn đã được chốt", "the round is closed already"
        ),
        "decision_round_unique": (
            "round-decided-already", "kỳ bình chọn đã có quyết định công nhận",
            "the round already has its decision"
        ),
        "decision_line_eligible": (
            "not-eligible", "không thể công nhận sản phẩm không đủ điều kiện",
            "an entry that is not eligible cannot be recognised"
        ),
        "award_once": (
            "award-exists", "danh hiệu này đã được ghi nhận", "this award is already recorded"
        ),
        "nomination_once": (
            "nomination-exists", "đề cử này đã được ghi nhận", "this nomination is already recorded"
        ),
        "certificate_award_unique": (
            "certificate-exists", "danh hiệu này đã có giấy chứng nhận",
            "this award already has its certificate"
        ),
        "certificate_number_unique": (
            "certificate-number-taken", "số giấy chứng nhận này đã dùng",
            "this certificate number is already used"
        ),
        "dossier_paper_product_once": told(.paperOnFile),
        "dossier_paper_establishment_once": told(.paperOnFile),
        "dossier_paper_photo_image": told(.photographNotImage),
        "dossier_paper_kind_of_owner": (
            "paper-kind-owner", "loại giấy tờ này không thuộc đối tượng đã ghi (sản phẩm hay cơ sở)",
            "this kind of paper does not belong to what was named (a product or an establishment)"
        ),
        "dossier_paper_total_limit": (
            "dossier-too-large",
            "hồ sơ vượt quá \(DossierLimits.total >> 20) MiB; hãy rút bớt giấy tờ hoặc giảm độ phân giải",
            "the dossier would exceed \(DossierLimits.total >> 20) MiB; withdraw papers or reduce resolutions"
        ),
        "revocation_pkey": (
            "certificate-revoked-already", "giấy chứng nhận đã bị thu hồi",
            "the certificate was already revoked"
        ),
    ]

    /// What a use case tells before the database has to.
    private static func told(_ violation: Violation) -> Told {
        (violation.code, violation.text.vi, violation.text.en)
    }
}
