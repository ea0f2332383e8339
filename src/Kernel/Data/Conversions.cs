using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace WeChatService.Kernel;

/// <summary>timestamptz takes offset 0 only, and keeps microseconds.</summary>
internal sealed class UtcInstant() : ValueConverter<DateTimeOffset, DateTimeOffset>(
    value => value.ToUniversalTime(), stored => stored);

internal sealed class MonthText() : ValueConverter<ChinaMonth, string>(
    month => month.ToString(), text => ChinaMonth.Parse(text, null));
