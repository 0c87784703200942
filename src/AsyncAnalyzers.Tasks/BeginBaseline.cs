using Microsoft.Build.Framework;

namespace AsyncAnalyzers.Tasks;

/// <summary>
/// Before the compiler runs: keeps what the baseline lowers now. In the compiler's log, a rule that is lowered looks like one that is a
/// suggestion by itself.
/// </summary>
public sealed class BeginBaseline : BaselineTask
{
    /// <summary>Where to keep it, for <see cref="WriteBaseline.Before"/>.</summary>
    [Required]
    public string Before { get; set; } = null!;

    /// <summary>What <see cref="WriteBaseline"/> left of an earlier run.</summary>
    [Required]
    public string Reports { get; set; } = null!;

    private protected override bool Run()
    {
        File.Delete(Reports);
        WriteLines(Before, EditorConfigs().SelectMany(path => BaselineBlocks.Of(path).Lowered()).Select(rule => $"{rule.Path}\t{rule.Id}"));
        return true;
    }
}
