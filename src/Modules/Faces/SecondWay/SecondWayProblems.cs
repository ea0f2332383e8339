using WeChatService.Kernel;

namespace WeChatService.Faces.SecondWay;

internal static class SecondWayProblems
{
    public static readonly Problem FaceFirst = new("identity.face_first", 409, "请先拍照核对一次，没认出来再换这种方式。", "PEO-31");
    public static readonly Problem NotHere = new("identity.not_here", 409, "本地区只能用人脸核对本人，请换个亮的地方再拍一次。", "PEO-31");
    public static readonly Problem WitnessUnfit = new("identity.witness_unfit", 422, "见证人须是本机构的另一位在职同事，请换一位。", "PEO-31");
    public static readonly Problem TooMany = new("identity.codes_too_many", 429, "验证码发得太勤了，请等 1 分钟再发；1 小时最多 5 次，一天最多 10 次。", "PEO-31");
    public static readonly Problem WitnessTooMany = new("identity.witness_codes_too_many", 429, "这位同事刚收过验证码，请等 1 分钟再发，或者换一位见证人。", "PEO-31");
    public static readonly Problem SmsUnavailable = new("identity.sms_unavailable", 503, "短信暂时发不出去，请稍等几秒再发一次。", "PEO-31");
    public static readonly Problem ChallengeUnknown = new("identity.challenge_unknown", 404, "没有找到这次验证，请重新发送验证码。", "PEO-31");
    public static readonly Problem CodeWrong = new("identity.code_wrong", 422, "验证码不对，请对照两条短信再填一次。", "PEO-31");
    public static readonly Problem CodeExpired = new("identity.code_expired", 409, "验证码过期了，请重新发送。", "PEO-31");
    public static readonly Problem CodeUsed = new("identity.code_used", 409, "这两个验证码已经用过，请重新发送。", "PEO-31");
    public static readonly Problem PhotoMissing = new("identity.photo_missing", 422, "还要一张现场照片，请拍一张自己的照片。", "PEO-31");
}
