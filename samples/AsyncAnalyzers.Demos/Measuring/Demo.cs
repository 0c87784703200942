namespace AsyncAnalyzers.Demos.Measuring;

/// <summary>
/// A pitfall and its repair, run and measured. The code that the rule flags stands in the demo's own file between the
/// comment lines <c>&lt;bad&gt;</c> and <c>&lt;/bad&gt;</c>, what the code fix makes of it between <c>&lt;good&gt;</c> and <c>&lt;/good&gt;</c>.
/// </summary>
internal abstract class Demo
{
    private const string Suffix = "Demo";

    /// <summary>The id of the rule, as in <c>ASYNC1001</c>.</summary>
    public string Id => Stem[..9];

    /// <summary>The name of the rule, as in <c>ThreadSleepInAsync</c>.</summary>
    public string Name => Stem[9..];

    /// <summary>The file of the demo, relative to the project, with forward slashes.</summary>
    public string File => $"Rules/{Category}/{Stem}{Suffix}.cs";

    /// <summary>The category of the rule: the last part of the namespace.</summary>
    public string Category => GetType().Namespace!.Split('.')[^1];

    /// <summary>What is lost, in a sentence or two.</summary>
    public abstract string Intro { get; }

    private string Stem => GetType().Name[..^Suffix.Length];

    /// <summary>Runs both halves. Called on a thread of its own, which is not a pool thread.</summary>
    public abstract DemoResult Measure();

    /// <summary>Runs one half in a child process (see <see cref="ChildProcess"/>), for demos that hang.</summary>
    /// <param name="half">The argument that the demo gave to <see cref="ChildProcess.Run"/>.</param>
    /// <returns>The exit code.</returns>
    public virtual int RunInChild(string half) => throw new NotSupportedException(GetType().Name + " runs nothing in a child process.");
}
