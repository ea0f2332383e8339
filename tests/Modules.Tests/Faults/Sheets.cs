using WeChatService.Faults;
using WeChatService.Faults.Contracts;
using WeChatService.FieldTasks.Contracts;
using WeChatService.Kernel;
using WeChatService.Modules.Tests.Projects;

namespace WeChatService.Modules.Tests.Faults;

/// <summary>Faults without a database, and the steps that people take with them.</summary>
internal static class Sheets
{
    public static readonly FailedItem Failed = new(Guid.NewGuid(), "M04-06", "M04-06-a", "消防水泵", "3 号泵不启动", [Guid.NewGuid(), Guid.NewGuid()], "启动 失败");

    public static readonly FieldTaskSubmitted Submitted = new(
        Guid.NewGuid(), "11 月任务", Guid.NewGuid(), Sample.Card().Id, Sample.Card().AgencyId, Sample.Card().OwnerId, Sample.OperatorId, Sample.Now, 5, [Failed]);

    public static readonly StepBy Lead = new(Sample.LeadId, "项目负责人");
    public static readonly StepBy Contact = new(Guid.NewGuid(), "业主联系人");
    public static readonly StepBy Operator = new(Sample.OperatorId, "作业人员");

    public static Fault Found(DateTimeOffset? at = null) => Fault.OfItem(Guid.NewGuid(), Submitted with { SubmittedAt = at ?? Sample.Now }, Failed);

    public static Fault Requested(bool isInternal, DateTimeOffset? at = null) => Fault.OfRequest(
        Guid.NewGuid(),
        new RepairRequest(Sample.Card(), "M02-04", "火灾探测器", "1 楼大厅", "红灯一直闪", [Guid.NewGuid()], isInternal, Guid.NewGuid(), true), at ?? Sample.Now);

    /// <summary>Somebody is sent where the kind sends somebody.</summary>
    public static void Handle(this Fault fault, HandlingKind kind, string? note = null, DateTimeOffset? at = null, Door door = Door.Agency, bool sends = true) =>
        fault.Handle(
            Guid.NewGuid(), kind, note, Lead,
            sends && FaultRules.Sends(kind) ? new Sending(Sample.OperatorId, "作业人员", Guid.NewGuid(), new(2026, 11, 25)) : null, door, at ?? Sample.Now);

    /// <summary>The result of the task that is out.</summary>
    public static void Conclude(this Fault fault, FaultTaskResult result, DateTimeOffset? at = null, Guid? taskId = null) => fault.Conclude(
        Guid.NewGuid(),
        new FaultTaskSubmitted(
            taskId ?? fault.OpenTaskId ?? Guid.NewGuid(), fault.Id, FaultTaskKind.Repair, result, "换了接触器", [Guid.NewGuid()], fault.ProjectId, fault.AgencyId,
            fault.OwnerId, Sample.OperatorId, "作业人员", fault.ItemName, at ?? Sample.Now));
}
