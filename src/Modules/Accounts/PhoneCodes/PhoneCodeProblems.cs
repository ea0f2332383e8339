using WeChatService.Kernel;

namespace WeChatService.Accounts.PhoneCodes;

internal static class PhoneCodeProblems
{
    public static readonly Problem NoMobile = new("phone.invalid", 422, "手机号不对，请填 11 位手机号。", "OWN-06");

    /// <summary>The same words whether phone, visitor or network had enough: who else asked for codes is nobody's business.</summary>
    public static readonly Problem TooMany = new("phone.codes_too_many", 429, "验证码要得太勤了，请等 1 分钟再试；还不行请明天再来，或请服务机构帮您办。", "OWN-06");

    public static readonly Problem Silent = new("phone.sms_unavailable", 503, "短信暂时发不出去，请稍等几秒再试一次。", "OWN-06");
    public static readonly Problem Unknown = new("phone.code_unknown", 404, "没有找到这个验证码，请重新获取。", "OWN-06");
    public static readonly Problem Wrong = new("phone.code_wrong", 422, "验证码不对，请对照短信再填一次。", "OWN-06");
    public static readonly Problem Expired = new("phone.code_expired", 409, "验证码过期了，请重新获取。", "OWN-06");
    public static readonly Problem Used = new("phone.code_used", 409, "这个验证码已经用过，请重新获取。", "OWN-06");
}
