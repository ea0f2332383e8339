namespace WeChatService.TencentCloud;

/// <summary>Picture: take another one. Passing: may work in a moment. Ours: secret, billing, clock; an operator must look.</summary>
internal enum FaceErrorKind { Picture, Passing, Ours }

/// <summary>An Error in the answer of a Tencent Cloud service.</summary>
internal sealed class CloudAnswerError(string code, string requestId) : Exception("the service answered with an error")
{
    public const string ClockOff = "AuthFailure.SignatureExpire";

    public string Code { get; } = code;
    public string RequestId { get; } = requestId;

    public FaceErrorKind Kind => Code switch
    {
        "FailedOperation.FaceQualityNotQualified" or "FailedOperation.FaceSizeTooSmall" or "FailedOperation.ImageFacedetectFailed"
            or "InvalidParameterValue.NoFaceInPhoto" or "FailedOperation.ImageDecodeFailed" or "InvalidParameterValue.ImageEmpty"
            or "FailedOperation.ImageResolutionExceed" or "FailedOperation.ImageResolutionTooSmall"
            or "FailedOperation.ImageSizeExceed" => FaceErrorKind.Picture,
        "FailedOperation.ServerError" or "FailedOperation.RpcFail" or "FailedOperation.RequestTimeout" or "FailedOperation.UnKnowError"
            or ClockOff or "InternalError" or "FailedOperation.RequestLimitExceeded" or "RequestLimitExceeded" or "LimitExceeded" => FaceErrorKind.Passing,
        _ => Code.StartsWith("InternalError.", StringComparison.Ordinal) || Code.StartsWith("RequestLimitExceeded.", StringComparison.Ordinal)
            ? FaceErrorKind.Passing
            : FaceErrorKind.Ours,
    };
}
