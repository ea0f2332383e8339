namespace WeChatService.Host; public partial class Program { public static void Main() { } }
