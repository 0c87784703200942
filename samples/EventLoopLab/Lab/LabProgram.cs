using System.Text.RegularExpressions;

namespace EventLoopLab.Lab;

/// <summary>A program of the literature, in several variants that are measured against what its authors claim.</summary>
internal abstract class LabProgram
{
    /// <summary>The hidden command of the lab that serves <see cref="StartChild"/>.</summary>
    public const string ChildCommand = "child";

    /// <summary>The name of the class with hyphens, as in <c>make-request</c>.</summary>
    public string Name => Regex.Replace(GetType().Name, "(?<!^)(?=[A-Z])", "-").ToLowerInvariant();

    /// <summary>Where it stands in the lab: from the simplest program to the hardest.</summary>
    public abstract int Order { get; }

    /// <summary>What the program does, in a sentence or two.</summary>
    public abstract string Story { get; }

    /// <summary>What is claimed of it.</summary>
    public abstract string Claim { get; }

    /// <summary>The variants, in the order in which they run. A later one may be measured against an earlier one.</summary>
    public abstract IReadOnlyList<Variant> Variants { get; }

    /// <summary>What its variants say that is not written where it is said: put together, or said by a child process.</summary>
    public virtual IEnumerable<string> Phrases => Enumerable.Empty<string>();

    /// <summary>Runs the part of a variant that needs a process of its own.</summary>
    /// <param name="arguments">What the variant gave to <see cref="StartChild"/>.</param>
    /// <returns>The exit code.</returns>
    public virtual int RunInChild(IReadOnlyList<string> arguments)
        => throw new NotSupportedException(Name + " runs nothing in a child process.");

    /// <summary>Starts the lab a second time, to run <see cref="RunInChild"/>.</summary>
    protected ChildProgram StartChild(params string[] arguments)
        => ChildProgram.Start(arguments.Prepend(Name).Prepend(ChildCommand).ToArray());
}
