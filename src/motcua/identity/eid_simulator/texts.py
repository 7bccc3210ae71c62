"""What the simulator's pages say. It runs without Django, so its few sentences stand here and not among the translations."""

TEXTS = {
    "vi": {
        "title": "Định danh điện tử (mô phỏng)",
        "warning": "Trang mô phỏng để dùng thử. Mọi người ở đây đều là nhân vật hư cấu; không cần mật khẩu.",
        "who": "Bạn muốn đăng nhập với tư cách ai?",
        "level": "Xác nhận ở mức nào?",
        "level_1": "Mức độ 1",
        "level_2": "Mức độ 2",
        "hint_1": "Để thử: có thủ tục sẽ đòi xác nhận lại ở mức cao hơn.",
        "hint_2": "Đủ cho mọi thủ tục trong bản dùng thử.",
        "shared": "Hệ thống sẽ nhận: họ tên, ngày sinh, giới tính và số định danh cá nhân.",
        "agree": "Xác nhận và quay lại",
        "decline": "Không đồng ý",
        "born": "sinh năm",
        "wrong": "Yêu cầu đăng nhập không hợp lệ",
        "wrong_text": "Trang gửi bạn đến đây đã hỏi sai cách. Bạn hãy quay lại trang đó và bấm đăng nhập lại.",
    },
    "en": {
        "title": "Electronic identity (simulated)",
        "warning": "A simulation for trying things out. Everybody here is fictional, and no password is needed.",
        "who": "Who would you like to sign in as?",
        "level": "Confirmed at which level?",
        "level_1": "Level 1",
        "level_2": "Level 2",
        "hint_1": "To try out: some services will ask to confirm again at a higher level.",
        "hint_2": "Enough for every service of the demo.",
        "shared": "The site will receive: name, date of birth, sex and personal number.",
        "agree": "Confirm and go back",
        "decline": "I do not agree",
        "born": "born",
        "wrong": "This sign-in request is not valid",
        "wrong_text": "The page that sent you here asked in a wrong way. Go back to it and start to sign in again.",
    },
}


def language_of(wanted: str, accepted: str) -> str:
    """By `ui_locales` of the question, else by what the browser accepts first."""
    for said in (wanted, accepted):
        first = said.replace(",", " ").split()[:1]
        if first and first[0][:2].lower() in TEXTS:
            return first[0][:2].lower()
    return "vi"
