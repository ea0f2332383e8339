using WeChatService.Kernel;

namespace WeChatService.Faces;

internal static class FaceProblems
{
    public static readonly Problem NotMatched = new("face.not_matched", 422, "照片上不是本人，请本人正对镜头重新拍一张。", "PEO-31");
    public static readonly Problem NoFace = new("face.no_face", 422, "照片里看不清人脸，请到亮处正对镜头重新拍一张。", "PEO-25");
    public static readonly Problem NoBase = new("face.no_base", 409, "还没有通过审核的身份底图，请先到“人脸信息登记”上传。", "PEO-24");
    public static readonly Problem NoConsent = new("face.consent_missing", 409, "您没有同意人脸核对。换一种方式核对本人，或到“我的—隐私与授权”里同意。", "PEO-24");
    public static readonly Problem BasePending = new("face.base_pending", 409, "您的身份底图还在待审核，通过以后才能用。", "PEO-24");
    public static readonly Problem BaseWaits = new("face.base_waits", 409, "上一张还在待审核，先等结果。", "PEO-26");
    public static readonly Problem SeveralFaces = new("face.several_faces", 422, "照片里不止一个人。请一个人站在白墙前重新拍。", "PEO-25");
    public static readonly Problem TooSmall = new("face.too_small", 422, "脸太小看不清。请靠近一些，让脸占满椭圆，重新拍。", "PEO-25");
    public static readonly Problem TooDark = new("face.too_dark", 422, "光线太暗。请到亮处，正对着光重新拍。", "PEO-25");
    public static readonly Problem Blurred = new("face.blurred", 422, "照片糊了。请拿稳手机，停一下再拍。", "PEO-25");
    public static readonly Problem PaperDark = new("photo.paper_dark", 422, "太暗，看不清字。请拿到亮处，不要让影子盖住，再拍一张。", "ORG-37");
    public static readonly Problem PaperBlurred = new("photo.paper_blurred", 422, "糊了，看不清字。请把证照放平，手机离开一点等画面变清楚，再拍一张。", "ORG-37");
    public static readonly Problem BaseUnknown = new("face.base_unknown", 404, "没有找到这张底图，或者不在您的范围内。", "PEO-24");
    public static readonly Problem PhotoReplayed = new("face.photo_replayed", 409, "这张照片已经用过，请现场重新拍一张。", "CHK-01");
    public static readonly Problem Unavailable = new("face.unavailable", 503, "人脸比对暂时没有回应，内容没有丢，请稍等几秒再试一次。", "CHK-01");
    public static readonly Problem BaseNotPending = new("face.base_not_pending", 409, "这张底图已经审核过，请刷新查看。", "PEO-24");
    public static readonly Problem RejectionNeedsReason = new("face.rejection_needs_reason", 422, "请写明不通过的原因，本人会看到。", "PEO-25");
}
