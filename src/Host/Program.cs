using WeChatService.Host;

return await HostApp.Run(args);

/// <summary>Named so that tests can start it.</summary>
public partial class Program;
