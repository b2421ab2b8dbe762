"""Boards as strangers make them: eight companies in eight languages, brought in as JSON through the import.

A note is "words" or "words | detail"; the first of a zone matter most, "*" before the words picks it. Its id is the
letter of its zone and its place there: p2 is the second note of the pains. In statements {p2} stands for a note and
{p2:words} for a note said in other words.
"""

import json
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from canvas_app.app.importing import make_board, read_source
from canvas_app.app.resources import catalogue
from canvas_app.domain.board import Board

LETTERS = {
    "products": "d",
    "creators": "c",
    "relievers": "r",
    "gains": "g",
    "pains": "p",
    "jobs": "j",
    "parking": "k",
}
_REFERENCE = re.compile(r"\{(\w+)(?::([^}]*))?\}")


def world(
    info: Mapping[str, Any],
    zones: Mapping[str, Sequence[str]],
    links: str = "",
    statements: Sequence[str] = (),
    **workshop: Any,
) -> dict[str, Any]:
    """A board as JSON. `links` are like "r1>p1 r2>p3:1" (3 where no strength is given)."""
    notes: list[dict[str, Any]] = []
    for zone, lines in zones.items():
        for n, line in enumerate(lines, 1):
            text, _, detail = line.partition(" | ")
            note = {"id": f"{LETTERS[zone]}{n}", "zone": zone, "text": text.removeprefix("*"), "detail": detail}
            if zone == "parking":
                note["kind"] = "creator"
            else:
                note |= {"rank": n, "score": max(1, 5 - (n - 1) * 5 // max(len(lines), 5)), "picked": text[:1] == "*"}
            notes.append(note)
    words = {note["id"]: note["text"] for note in notes}
    ties = []
    for link in links.split():
        source, _, target = link.partition(">")
        target, _, strength = target.partition(":")
        ties.append({"source": source, "target": target, "strength": int(strength or 3)})
    said = [
        {"id": f"s{n}", "rank": n, "final": n == 1, "parts": _parts(statement, words)}
        for n, statement in enumerate(statements, 1)
    ]
    board = {"canvas": "value-proposition", "language": "en", **info}
    return {"format": 1, "board": board, "notes": notes, "links": ties, "statements": said, **workshop}


def load(name: str, folder: Path) -> Board:
    """A world as a board, read from a file in `folder` as anybody's JSON is."""
    source = folder / f"{name}.json"
    source.write_text(json.dumps(WORLDS[name], ensure_ascii=False), "utf-8")
    made = make_board(folder / f"{name}.valueboard", read_source(source, catalogue()))
    try:
        return Board(made.load())
    finally:
        made.close()


def _parts(statement: str, words: Mapping[str, str]) -> list[dict[str, Any]]:
    parts: list[dict[str, Any]] = []
    at = 0
    for found in _REFERENCE.finditer(statement):
        if found.start() > at:
            parts.append({"text": statement[at : found.start()]})
        note = found[1]
        parts.append({"text": found[2] or words[note], "note": note, "used": words[note]})
        at = found.end()
    return [*parts, {"text": statement[at:]}] if at < len(statement) else parts


JAPANESE = world(
    {
        "title": "現場点検アプリ「みまわり」:中堅製造業向け提案",
        "partner": "東海設備保全株式会社",
        "segment": "従業員50〜300名の部品工場",
        "customer": "工場の保全課長",
        "goal": "突発停止を年12回から4回へ",
        "alternative": "紙の点検表とExcel",
        "because": "その場で写真付きの記録が残り、集計がいらない",
        "language": "ja",
        "glossary": {"MTTR": "平均修復時間"},
    },
    {
        "products": [
            "点検アプリ「みまわり」(iOS・Android)",
            "振動センサーVS-200と現場ゲートウェイ",
            "保全カレンダーと部品在庫のクラウド台帳",
            "導入3日間の訪問研修",
        ],
        "creators": [
            "*停止の2週間前に兆候を知らせる | 過去の波形と比べ、軸受の傷みをしきい値の前に見つける。",
            "*ベテランの「音の聞き分け」を動画で残す",
            "月次報告書を自動で作成する",
            "多言語表示(日本語・ベトナム語・ポルトガル語)",
        ],
        "relievers": [
            "*圏外でも記録でき、戻ると同期する",
            "*写真に丸と矢印を書き込める | 手袋をしたままでも使える大きなボタン。",
            "部品を二次元コードで特定する",
            "点検漏れを朝礼前に一覧で出す",
            "紙の様式をそのまま画面にする",
        ],
        "gains": [
            "*計画外の停止が減り、納期を守れる",
            "*若手が一年で一人前になる",
            "監査で「記録を見せて」と言われても慌てない",
            "残業が月10時間減る",
        ],
        "pains": [
            "*紙の点検表を事務所で打ち直している | 1日40分。転記ミスは月に3件ほど見つかる。",
            "*担当者が休むと、どこまで見たか分からない",
            "「いつもと違う音」が言葉で伝わらない",
            "古い図面が見つからず、部品を二重に発注した。",
            "鉄骨の奥はWi-Fiが届かない",
        ],
        "jobs": [
            "*設備を止めずに一週間を終える",
            "*点検を決まった順番で漏れなく回る",
            "故障の原因を突き止め、再発を防ぐ",
            "後輩に技術を引き継ぐ",
        ],
        "parking": ["ドローンでの高所点検?(来期に検討)"],
    },
    "r1>p5 r2>p3:2 r2>p1:2 r3>p4 r4>p2 r5>p1 c1>g1 c2>g2 c3>g3:2 c3>g4:1"
    " d1>r1 d1>r2 d2>c1 d3>r3 p1>j2 p2>j2 p3>j3 p4>j3 p5>j2 g1>j1 g2>j4 g3>j3 g4>j1",
    [
        "{d1:点検アプリ「みまわり」}は、{j1:設備を止めずに一週間を終えたい}部品工場の保全課長に、"
        "{r1:圏外でも残せる記録}と{c1:停止の2週間前の知らせ}を届けます。",
        "紙の打ち直しはもうありません。{r2:写真に丸と矢印を書き込める}から、「いつもと違う音」も伝わります。",
        "{c2:ベテランの「音の聞き分け」}が動画で残り、{g2}。",
    ],
    decisions=[
        {
            "id": "w1",
            "note": "g4",
            "choice": "watch",
            "strategic": False,
            "owner": "佐藤 美咲",
            "due": "2027-03-31",
            "why": "集計の自動化が進んでから、実際の残業時間を三か月測る。",
        },
        {
            "id": "w2",
            "note": "p3",
            "choice": "innovate",
            "strategic": True,
            "owner": "開発課・グエン",
            "idea": "k1",
            "why": "音の比較は他社にない。",
        },
    ],
    competitors=[{"id": "rival", "rank": 1, "name": "点検くんPro"}],
    criteria=[{"id": "price", "rank": 1, "text": "初年度の費用"}],
    ratings=[
        {"id": f"w{who}{what}", "who": who, key: what, "score": score}
        for who, key, what, score in (
            ("us", "note", "p1", 5),
            ("us", "note", "p2", 4),
            ("us", "note", "g1", 4),
            ("us", "note", "g2", 3),
            ("us", "criterion", "price", 3),
            ("rival", "note", "p1", 4),
            ("rival", "note", "p2", 2),
            ("rival", "note", "g1", 1),
            ("rival", "note", "g2", 1),
            ("rival", "criterion", "price", 4),
            ("nothing", "note", "p1", 0),
            ("nothing", "criterion", "price", 5),
        )
    ],
    evidence=[
        {
            "id": "e1",
            "note": "p1",
            "level": "strong",
            "source": "豊川工場での観察",
            "quote": "「打ち直しで毎日40分。これがなければ一台多く見られる」",
            "date": "2026-09-18",
            "link": "https://example.com/報告/豊川",
        }
    ],
    test_cards=[
        {
            "id": "t1",
            "rank": 1,
            "statement": "s1",
            "believe": "保全課長は兆候の知らせがあれば計画停止に切り替える。",
            "verify": "三工場で四週間、センサーを二台ずつ貸し出す。",
            "measure": "知らせの後に計画停止へ切り替えた割合",
            "right_if": "10件のうち6件以上",
            "result": "passed",
            "learned": "夜勤帯の知らせは電話のほうがよい。",
            "owner": "佐藤 美咲",
            "date": "2026-10-30",
        }
    ],
)

ARABIC = world(
    {
        "title": "نظام «موعدي» لحجز مواعيد العيادات الخاصة",
        "partner": "شركة النخبة لتقنية المعلومات",
        "segment": "العيادات الخاصة ذات الطبيب أو الطبيبين",
        "customer": "صاحب العيادة",
        "goal": "خفض المواعيد الضائعة من ٢٢٪ إلى أقل من ٨٪",
        "alternative": "دفتر المواعيد والهاتف",
        "because": "التذكير يصل عبر واتساب ولا يحتاج المريض إلى تطبيق",
        "language": "ar",
    },
    {
        "products": ["منصة «موعدي» للحجز عبر الإنترنت", "ربط مع WhatsApp Business", "تدريب الاستقبال في يومين"],
        "creators": [
            "*لوحة تُظهر إيراد كل يوم قبل نهايته",
            "*قائمة انتظار تملأ الموعد الملغى خلال دقائق | يُرسل العرض إلى أول ثلاثة مرضى بالترتيب.",
            "تقييم المرضى يظهر على الخريطة",
        ],
        "relievers": [
            "*تذكير قبل ٢٤ ساعة وقبل ساعتين",
            "*تأكيد الموعد أو إلغاؤه بضغطة واحدة",
            "ملف المريض يُفتح من رقم الجوال",
            "فاتورة ضريبية جاهزة (VAT 15%)",
        ],
        "gains": ["*عيادة ممتلئة دون ازدحام", "*مرضى راضون يوصون بنا", "الانصراف في السادسة مساءً"],
        "pains": [
            "*واحد من كل خمسة مرضى لا يحضر ولا يتصل | مراجعة ثلاثة أشهر: ٢٢٪ من ١٬٤٠٠ موعد.",
            "*الهاتف لا يتوقف والاستقبال لا يرد",
            "الملفات الورقية تضيع بين الغرف",
            "لا أحد يعرف كم ربحنا هذا الأسبوع؟",
        ],
        "jobs": ["*تنظيم اليوم بحيث لا ينتظر أحد", "*متابعة المريض بعد الزيارة", "دفع الرواتب والإيجار في موعدهما"],
    },
    "r1>p1 r2>p1:2 r2>p2 r3>p3 c1>g3:1 c2>g1 c3>g2:2 p1>j1 p2>j1 p3>j2 p4>j3 g1>j1 g2>j2 g3>j3 d1>r2 d2>r1 d1>c2",
    [
        "تساعد {d1:منصة «موعدي»} أصحاب العيادات على {j1:تنظيم اليوم بحيث لا ينتظر أحد}، إذ ترسل"
        " {r1:تذكيراً قبل ٢٤ ساعة وقبل ساعتين} و{c2:تملأ الموعد الملغى خلال دقائق}.",
        "بدل الهاتف الذي لا يتوقف: {r2:تأكيد الموعد أو إلغاؤه بضغطة واحدة} عبر WhatsApp.",
    ],
    decisions=[
        {
            "id": "w1",
            "note": "p4",
            "choice": "partner",
            "strategic": True,
            "owner": "هدى العتيبي",
            "due": "2027-01-15",
            "why": "برنامج المحاسبة لدى الشريك يعرف الأرقام.",
        }
    ],
    evidence=[
        {
            "id": "e1",
            "note": "p1",
            "level": "strong",
            "source": "سجل عيادة الشفاء، جدة",
            "quote": "«أخسر صباح الثلاثاء كله كل شهر»",
            "date": "2026-08-02",
        }
    ],
    sittings=[{"id": "m1", "began": "2026-11-12T07:30:00.000Z", "people": ["هدى العتيبي", "د. سامر حداد"]}],
    stints=[{"id": "m2", "sitting": "m1", "step": 4, "seconds": 1320.0, "changes": {"note added": 4}}],
    rounds=[
        {
            "id": "v1",
            "title": "أكثر ما يزعجنا",
            "zones": ["pains"],
            "people": 2,
            "voters": ["هدى العتيبي", "د. سامر حداد"],
            "dots": 2,
            "turn": 2,
            "revealed": True,
        }
    ],
    votes=[
        {"id": "v2", "round": "v1", "note": "p1", "turn": 0},
        {"id": "v3", "round": "v1", "note": "p2", "turn": 0},
        {"id": "v4", "round": "v1", "note": "p1", "turn": 1},
    ],
)

HINDI = world(
    {
        "title": "किराना दुकानों के लिए डिजिटल बही-खाता",
        "partner": "श्री गणेश वितरक, नागपुर",
        "segment": "छोटे शहरों की किराना दुकानें",
        "customer": "दुकान के मालिक",
        "goal": "उधारी की वसूली 60 दिन से घटाकर 20 दिन",
        "alternative": "लाल कपड़े वाली बही",
        "because": "हर ग्राहक को उसकी भाषा में संदेश जाता है",
        "language": "hi",
    },
    {
        "products": ["बही-खाता ऐप (मुफ़्त)", "UPI साउंडबॉक्स", "थोक ऑर्डर की सुविधा"],
        "creators": [
            "*हर शाम दिन का मुनाफ़ा एक स्क्रीन पर",
            "*वितरक से बेहतर क्रेडिट सीमा | समय पर भुगतान करने वालों को ₹50,000 तक।",
            "त्योहार के स्टॉक का सुझाव",
        ],
        "relievers": [
            "*उधारी की याद WhatsApp पर अपने-आप",
            "*भुगतान की आवाज़ में पुष्टि",
            "बारकोड से स्टॉक की गिनती",
            "GST रिटर्न की तैयार फ़ाइल",
        ],
        "gains": ["*ग्राहक हर हफ़्ते लौटकर आए", "*महीने के अंत में नक़द बचे", "बच्चे भी दुकान सँभाल सकें"],
        "pains": [
            "*उधार माँगने में शर्म और झगड़ा होता है | “पड़ोसी से पैसे कैसे माँगूँ?” — नौ में से सात दुकानदार",
            "*नक़ली भुगतान के स्क्रीनशॉट",
            "एक्सपायर माल फेंकना पड़ता है",
            "सुबह पाँच बजे मंडी जाना पड़ता है",
        ],
        "jobs": ["*दुकान का हिसाब रोज़ पूरा करना", "*सही समय पर सही माल मँगाना", "मोहल्ले में भरोसा बनाए रखना"],
    },
    "r1>p1 r2>p2 r3>p3:2 c1>g2 c2>g2:1 c3>g1:2 p1>j3 p2>j1 p3>j2 p4>j2 g1>j3 g2>j1 g3>j1 d1>r1 d2>r2 d3>c3",
    [
        "{d1:बही-खाता ऐप} उन किराना दुकानदारों की मदद करता है जो {j1:दुकान का हिसाब रोज़ पूरा करना} चाहते हैं:"
        " {r1:उधारी की याद अपने-आप जाती है} और {c1:हर शाम का मुनाफ़ा} एक स्क्रीन पर दिखता है।",
        "{r2:भुगतान की आवाज़ में पुष्टि} से नक़ली स्क्रीनशॉट का डर ख़त्म।",
    ],
    evidence=[
        {
            "id": "e1",
            "note": "p2",
            "level": "some",
            "source": "अमरावती के 9 दुकानदार",
            "quote": "पिछले महीने ₹3,200 का नुक़सान हुआ।",
            "date": "2026-10-05",
        }
    ],
    test_cards=[
        {
            "id": "t1",
            "rank": 1,
            "note": "r1",
            "believe": "स्वचालित संदेश से उधारी जल्दी लौटेगी।",
            "verify": "20 दुकानों में 30 दिन तक चलाएँगे।",
            "measure": "औसत वसूली के दिन",
            "right_if": "25 दिन से कम",
            "result": "failed",
            "learned": "संदेश अंग्रेज़ी में गया था।",
            "next": "हिंदी और मराठी में दोबारा।",
        }
    ],
)

THAI = world(
    {
        "title": "แพลตฟอร์มจองโฮมสเตย์ชุมชน 🏡 ภาคเหนือ",
        "partner": "สหกรณ์ท่องเที่ยวแม่แจ่ม",
        "segment": "โฮมสเตย์ครอบครัว 3–8 ห้อง",
        "customer": "เจ้าของโฮมสเตย์",
        "goal": "เพิ่มอัตราเข้าพักนอกฤดูจาก 25% เป็น 45% 📈",
        "language": "th",
    },
    {
        "products": ["เว็บไซต์จองห้องพัก 3 ภาษา 🇹🇭🇬🇧🇨🇳", "แอปจัดการปฏิทิน 📅", "ช่างภาพชุมชน 📸"],
        "creators": [
            "*แพ็กเกจเก็บกาแฟ ☕ ทำนา 🌾 และอาหารพื้นบ้าน",
            "*รีวิวจากแขกแปลให้อัตโนมัติ ⭐⭐⭐⭐⭐ | แขกเขียนภาษาใดก็ได้ เจ้าของบ้านอ่านเป็นภาษาไทย",
            "ราคาปรับตามฤดูกาล",
        ],
        "relievers": [
            "*ปฏิทินเดียวกันการจองซ้ำ ✅",
            "*มัดจำผ่านพร้อมเพย์ภายใน 1 นาที 💸",
            "ข้อความตอบแขกสำเร็จรูป 💬",
            "ใบเสร็จและภาษีจัดให้ครบ",
        ],
        "gains": ["*ลูกหลานกลับมาทำงานที่บ้าน 👨‍👩‍👧", "*มีแขกตลอดปีแม้หน้าฝน 🌧️", "แขกเข้าใจวัฒนธรรมของเรา 🙏🏽"],
        "pains": [
            "*แขกจองแล้วไม่มา 😡 | ปีที่แล้ว 31 คืน จากห้าบ้าน",
            "*ค่าคอมมิชชั่น 18% แพงเกินไป",
            "ตอบภาษาอังกฤษไม่ได้ 😰",
            "สัญญาณอินเทอร์เน็ตหายเวลาฝนตก 📶❌",
        ],
        "jobs": ["*ต้อนรับแขกให้เหมือนญาติ ❤️", "*จัดห้องและอาหารให้ทันเวลา", "ดูแลรายได้ของครอบครัว"],
    },
    "r1>p1:1 r2>p1 r3>p3 c1>g2 c2>g3:2 c3>g2:1 p1>j3 p2>j3 p3>j1 p4>j2 g1>j3 g2>j3 g3>j1 d1>r3 d2>r1",
    [
        "{d1:เว็บไซต์จองห้องพัก} ช่วยเจ้าของโฮมสเตย์ที่อยาก{j1:ต้อนรับแขกให้เหมือนญาติ ❤️} โดย{r2} และ{c1}",
        "ไม่มีจองซ้ำอีกต่อไป: {r1} 🎉",
    ],
    decisions=[
        {"id": "w1", "note": "p2", "choice": "ignore", "strategic": False, "why": "แขกต่างชาติยังมาจากเว็บใหญ่"},
        {"id": "w2", "note": "p4", "choice": "innovate", "strategic": True, "owner": "พี่นก 👩🏻‍🌾", "due": "2027-05-01"},
    ],
)

HEBREW = world(
    {
        "title": "הגנת מייל ל-SMB דרך שותפי MSP",
        "partner": "CloudGuard Partners בע״מ",
        "segment": "משרדי רואי חשבון עם 5–40 עובדים",
        "customer": "שותף מנהל במשרד רואי חשבון",
        "goal": "Zero successful phishing events ב-2027",
        "alternative": "מסנן הספאם של Microsoft 365",
        "because": "התגובה מגיעה בעברית, מאדם, תוך 15 דקות",
        "language": "he",
        "glossary": {"MSP": "managed service provider: ספק שירותי מחשוב מנוהלים"},
    },
    {
        "products": ["MailShield עבור Office 365", "מוקד SOC בעברית, 24/7", "סימולציית phishing חודשית"],
        "creators": [
            "*דוח חודשי ב-PDF שהלקוח מבין",
            "*מרווח של 30% לשותף על כל license | המחיר לשותף: $2.10 למשתמש לחודש; ללקוח: $3.00.",
            "White label with the partner's logo",
        ],
        "relievers": [
            "*חסימת links חשודים לפני הלחיצה",
            "*שחרור הודעה מהסגר (quarantine) בלחיצה אחת",
            "Setup in 20 minutes, בלי שינוי MX",
            "התראה ב-WhatsApp לטכנאי התורן",
        ],
        "gains": ["*לישון בשקט בעונת הדוחות", "*עמידה ב-ISO 27001 ובתקנות הגנת הפרטיות", "הלקוח מחדש חוזה בלי לחץ"],
        "pains": [
            "*חשבונית מזויפת עלתה לנו ₪48,000 | המייל נראה כאילו נשלח מ-ceo@client.co.il (האות l הוחלפה ב-1).",
            "*העובדים לוחצים על הכול (גם אחרי training)",
            "„איפה המייל שלי?” — 12 פניות בשבוע",
            "Three consoles, שלוש סיסמאות",
        ],
        "jobs": ["*להגיש דוחות בזמן (31/5)", "*לשמור על סודיות של לקוחות", "Keep the IT bill predictable"],
    },
    "r1>p1 r1>p2:2 r2>p3 r3>p4:1 c1>g3:2 c2>g3:1 p1>j2 p2>j2 p3>j1 p4>j3 g1>j1 g2>j2 g3>j3 d1>r1 d2>r4 d3>r1",
    [
        "{d1:MailShield} עוזר ל{j2:משרדים ששומרים על סודיות של לקוחות} באמצעות {r1:חסימת links חשודים לפני הלחיצה}.",
        "For accounting firms: {r2:שחרור הודעה מהסגר}, and {g1:לישון בשקט בעונת הדוחות}.",
        "השותף מקבל {c2:מרווח של 30%}, והלקוח מקבל {c1:דוח חודשי ב-PDF}.",
    ],
    competitors=[
        {"id": "rival", "rank": 1, "name": "Ironscales"},
        {"id": "second", "rank": 2, "name": "ספק מקומי (לא ידוע)"},
    ],
    ratings=[
        {"id": f"w{who}{note}", "who": who, "note": note, "score": score}
        for who, scores in {
            "us": (5, 3, 4, 4),
            "rival": (4, 4, 2, 3),
            "second": (2, 1, 3, 0),
            "nothing": (0, 0, 1, 1),
        }.items()
        for note, score in zip(("p1", "p2", "g1", "g2"), scores, strict=True)
    ],
    evidence=[
        {
            "id": "e1",
            "note": "p1",
            "level": "strong",
            "source": "ראיון עם רו״ח דנה לוי",
            "quote": "I paid it myself, לא היה ביטוח.",
            "date": "2026-07-21",
            "link": "https://example.com/he/interview?id=12",
        }
    ],
)

_PLACES = (
    "the emergency ward",
    "theatre 3",
    "the night pharmacy",
    "the dialysis unit",
    "the children's ward",
    "goods-in",
    "the laundry lift",
    "radiology",
    "the blood bank",
    "the kitchen",
)
_SENTENCES = {
    "products": ("Tagged trolleys for {}", "Shelf scales in {}", "A dispatch screen for {}", "Courier shifts for {}"),
    "creators": (
        "Stock in {} is counted by itself",
        "Porters see the next trip from {}",
        "A weekly list of what {} never uses",
        "Deliveries to {} announce themselves",
        "Nurses in {} order by scanning a shelf",
    ),
    "relievers": (
        "No phone calls to find a bed for {}",
        "Expired items leave {} before anyone looks",
        "Missing infusion pumps near {} are found in a minute",
        "One list of faults for {}, with who repairs them",
        "Samples from {} are tracked to the analyser",
    ),
    "gains": (
        "Ten more minutes with patients in {}",
        "Nobody runs to {} at night",
        "The budget of {} holds until December",
        "New staff find their way to {} alone",
        "Auditors pass {} at the first visit",
    ),
    "pains": (
        "Twenty minutes a shift looking for a pump in {}",
        "Somebody hoards dressings in {}",
        "The lift to {} is blocked by linen at seven",
        "Orders for {} are faxed, then typed, then lost",
        "Half of what {} throws away was never opened",
        "The night shift cannot open the store of {}",
    ),
    "jobs": (
        "Have what {} needs within the hour",
        "Hand over {} without a gap",
        "Keep the costs of {} known",
        "Prove that {} is safe",
        "Plan next week for {}",
    ),
}


def _many(zone: str, count: int) -> list[str]:
    sentences = _SENTENCES[zone]
    return [
        ("*" if n < 3 else "")
        + sentences[n % len(sentences)].format(_PLACES[(n // len(sentences) + 2 * (n % len(sentences))) % len(_PLACES)])
        + (f" (round {n // (len(sentences) * 10) + 1})" if n >= len(sentences) * 10 else "")
        for n in range(count)
    ]


MANY = world(
    {
        "title": "Hospital logistics: everything we heard on five wards",
        "partner": "MedFlow integrators",
        "segment": "hospitals with 300 to 900 beds",
        "customer": "heads of logistics",
        "goal": "Nobody leaves a patient to look for a thing",
    },
    {
        zone: _many(zone, count)
        for zone, count in {
            "products": 36,
            "creators": 50,
            "relievers": 50,
            "gains": 54,
            "pains": 60,
            "jobs": 50,
        }.items()
    },
    " ".join(
        [f"r{n}>p{n}:{n % 3 + 1} c{n}>g{n}:{3 - n % 3}" for n in range(1, 41)]
        + [f"p{n}>j{n % 50 + 1} g{n}>j{(n * 7) % 50 + 1}" for n in range(1, 55)]
    ),
    [
        f"For heads of logistics: {{c{n}}}, so that {{g{n}}}{', and {r' + str(n) + '}' if n % 2 else ''}."
        for n in range(1, 13)
    ],
)

FORTY = world(
    {
        "title": "Lieferantenportal für Maschinenbauer: vierzig Klagen aus Interviews",
        "partner": "Systemhaus Müßgens & Söhne GmbH",
        "segment": "Maschinenbauunternehmen mit eigener Fertigungssteuerung",
        "language": "de",
    },
    {
        "products": ["Lieferantenportal"],
        "relievers": ["*Eingangsrechnungen prüfen sich selbst", "*Ein Postfach statt zwölf"],
        "pains": [
            ("*" if n < 4 else "") + text
            for n, text in enumerate(
                f"{start} {end}"
                for end in ("wird dreimal gefaxt", "dauert neun Tage", "findet niemand wieder", "kostet Skonto")
                for start in (
                    "Die Lieferantenselbstauskunft",
                    "Jede Auftragsbestätigung",
                    "Das Konformitätszertifikat",
                    "Die Wareneingangsprüfung",
                    "Eine Reklamationsbearbeitung",
                    "Der Rahmenvertrag",
                    "Die Umsatzsteuer-Identifikationsnummernprüfung",
                    "Jede Preisänderung",
                    "Das Frachtpapier",
                    "Die Qualitätssicherungsvereinbarung",
                )
            )
        ],
        "jobs": ["*Die Fertigung pünktlich versorgen"],
    },
    "r1>p1 r1>p12:2 r2>p3 p1>j1 p2>j1 p3>j1",
    ["{d1:Das Lieferantenportal} hilft Einkäufern, die {j1:die Fertigung pünktlich versorgen} wollen: {r1}."],
)

LETTER = (
    "Bonjour Claire, je reviens vers vous après la visite de mardi dans nos trois magasins de Nantes. Les équipes ont "
    "bien reçu les étiquettes, mais personne n’a su dire laquelle correspond à quel rayon : on les a donc posées « au "
    "mieux », puis tout refait le lendemain matin, à cinq heures, avant l’ouverture. "
)
LONG = (LETTER * 8)[:1999].rstrip(" ,:") + "…"

LONG_NOTE = world(
    {
        "title": "Étiquettes électroniques pour l’épicerie fine",
        "partner": "Réseau Occitan de Caisses",
        "segment": "épiceries de 2 à 10 magasins",
        "language": "fr",
    },
    {
        "products": ["Étiquettes à encre électronique"],
        "creators": ["*Prix changés partout en dix minutes"],
        "relievers": ["*Pose guidée, rayon par rayon", "Pile garantie sept ans"],
        "gains": ["*Des prix justes à l’ouverture"],
        "pains": ["*" + LONG, "Deux prix pour le même fromage"],
        "jobs": ["*Ouvrir à huit heures, prêt"],
    },
    "r1>p1 c1>g1 p1>j1 g1>j1 p2>j1",
    ["{d1:Nos étiquettes} aident les épiciers à {j1:ouvrir à huit heures} : {r1}, et {c1}."],
)

WORLDS: dict[str, dict[str, Any]] = {
    "japanese": JAPANESE,
    "arabic": ARABIC,
    "hindi": HINDI,
    "thai": THAI,
    "hebrew": HEBREW,
    "many": MANY,
    "forty": FORTY,
    "letter": LONG_NOTE,
}
