namespace WeChatService.Kernel;

/// <summary>Refusals that belong to no module: shape of requests, sign-in, repeated writes, outages.</summary>
public static class KernelProblems
{
    public static readonly Problem SignInNeeded = new("session.missing", 401, "请先登录，登录后会回到这里。", "ACC-18");
    public static readonly Problem NotYourRole = new("actor.not_your_role", 403, "您的岗位不能做这一步，请联系本机构管理员。", "ACC-15");
    public static readonly Problem NotFound = new("resource.not_found", 404, "没有找到，或者不在您的范围内。", "ACC-15");
    public static readonly Problem KeyMissing = new("idempotency.key_missing", 400, "请求缺少 Idempotency-Key，请刷新页面后再提交。");
    public static readonly Problem KeyReused = new("idempotency.key_reused", 422, "这个提交编号已用于另一次提交，请刷新页面后再提交。");
    public static readonly Problem LostRace = new("write.lost_race", 409, "有人刚刚改过这一条，请刷新后再看一眼再提交。");
    public static readonly Problem Duplicate = new("write.duplicate", 409, "已经有相同的一条，请刷新查看。");
    public static readonly Problem BadRequest = new("request.malformed", 400, "内容没有填对，请检查后再提交。");
    public static readonly Problem TooLarge = new("request.too_large", 413, "内容太大，请减小后再上传。");
    public static readonly Problem TooMany = new("request.too_many", 429, "操作太快了，请稍等几秒再试。");
    public static readonly Problem DatabaseDown = new("database.unavailable", 503, "数据暂时连不上，内容没有丢，请稍后再试。");
    public static readonly Problem Unexpected = new("house.unexpected", 500, "出了点问题，已经记下。请稍后再试，还不行请把编号发给客服。");
    public static readonly Problem PositionOutOfRange = new("position.out_of_range", 400, "定位坐标不对，请重新定位一次。");
    public static readonly Problem NotAPicture = new("photo.not_a_picture", 422, "这不是照片。请上传 JPEG、PNG 或 WebP 照片。");
    public static readonly Problem FaceFormat = new("photo.not_for_faces", 422, "人脸照片要 JPEG 或 PNG。请用相机重新拍一张。", "PEO-25");
    public static readonly Problem PhotoTooLarge = new("photo.too_large", 413, "照片超过 10 MB，请压缩后再上传。");
    public static readonly Problem VideoTooLarge = new("video.too_large", 413, "视频超过 50 MB，请拍短一些再上传。");
    public static readonly Problem NotAVideo = new("video.not_playable", 422, "视频不完整或超过 1 分钟。请重新拍一段 1 分钟以内的。");
    public static readonly Problem PhotoMissing = new("photo.missing", 422, "照片还没有传上来，请重新拍一张。");
    public static readonly Problem ObjectStoreDown = new("photo.store_unavailable", 503, "照片暂时存取不了，内容没有丢，请稍等几秒再试一次。");
    public static readonly Problem LinkExpired = new("photo.link_expired", 403, "照片链接已过期，请刷新页面。");
}
