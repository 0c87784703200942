using System.Runtime.CompilerServices;

namespace AsyncAnalyzers.Semantics;

/// <summary>
/// The names of all methods of a compilation and its references that return an awaitable. A call by any other name needs no
/// binding to know that it drops no task: most statements are calls, and binding them all would cost as much as compiling.
/// </summary>
internal sealed class AwaitableNames
{
    private static readonly ConditionalWeakTable<Compilation, AwaitableNames> PerCompilation = new();
    private static readonly ConditionalWeakTable<MetadataReference, ReferencedNames> PerReference = new();
    private static readonly CompilationFacts<AwaitableDeclarations, AwaitableDeclarations> Facts = new(
        AwaitableDeclarations.Of, AwaitableDeclarations.Merge);

    /// <summary>
    /// The latest names of a project, by what its source declares: they are the same as long as that and the references are.
    /// </summary>
    private static readonly ConditionalWeakTable<AwaitableDeclarations, StrongBox<(
        object[] References, AwaitableNames Names)>> Latest = new();

    /// <summary>Stands for a first parameter of a type that no simple name tells.</summary>
    public const string AnyType = "*";

    private readonly ReferencedLibraries _libraries;

    /// <summary>Of the source and of the projects that it refers to.</summary>
    private readonly HashSet<string> _names = new(StringComparer.Ordinal) { "Invoke", "Task", "ValueTask", "GetAwaiter" };
    private readonly HashSet<string> _takersOfTasks = new(StringComparer.Ordinal);
    private readonly HashSet<string> _namesOfNestedTasks = new(StringComparer.Ordinal);
    private readonly Dictionary<string, HashSet<string>> _firstParameters = new(StringComparer.Ordinal);
    private readonly Lazy<HashSet<string>> _synchronousNames;
    private bool _hasContainersOfTasks;

    private AwaitableNames(AwaitableDeclarations source, object[] references)
    {
        _libraries = ReferencedLibraries.Of(references.OfType<ReferencedNames>().ToArray());
        AwaitableDeclarations[] projects = references.OfType<AwaitableDeclarations>().Append(source).ToArray();
        var awaitableTypes = new HashSet<string>(projects.SelectMany(project => project.AwaitableTypes), StringComparer.Ordinal)
        {
            "Task", "ValueTask",
        };
        foreach (AwaitableDeclarations project in projects)
        {
            Add(project, awaitableTypes);
        }

        _synchronousNames = new Lazy<HashSet<string>>(() => ReferencedLibraries.WithoutSuffixes(_names));
    }

    public static AwaitableNames Of(Compilation compilation)
        => PerCompilation.TryGetValue(compilation, out AwaitableNames found) ? found : PerCompilation.GetValue(compilation, Find);

    /// <summary>
    /// False is certain, but for delegates in variables: those have names that begin in lower case or with an underscore.
    /// </summary>
    public bool MayReturnAwaitable(string name)
        => name.EndsWith("Async", StringComparison.Ordinal) || char.IsLower(name[0]) || name[0] is '_' or '@' || HasMethod(name);

    /// <summary>A method of this name returns an awaitable. False is certain.</summary>
    public bool HasMethod(string name) => _names.Contains(name) || _libraries.Methods.Contains(name);

    /// <summary>
    /// A method that returns an awaitable is called like this one with <c>Async</c> or <c>TaskAsync</c> behind the name. False is certain.
    /// </summary>
    public bool HasAsyncForm(string name)
        => _synchronousNames.Value.Contains(name) || _libraries.SynchronousNames.Contains(name);

    /// <summary>
    /// Of the static methods of the name that return an awaitable, the simple names of the types of their first parameters:
    /// <see cref="AnyType"/> for what has none. None where no method may be an extension method.
    /// </summary>
    public IEnumerable<string> FirstParametersOf(string method)
        => In(_firstParameters, method).Concat(In(_libraries.FirstParameters, method));

    /// <summary>
    /// A method, or the constructor of a type, of this name in the source has a parameter that is written as a task. False is certain.
    /// </summary>
    public bool MayTakeTask(string name) => _takersOfTasks.Contains(name);

    /// <summary>
    /// A method of the source that is written to return a task in a task has this name, or something in the source is declared as a
    /// <c>Channel&lt;Task&gt;</c> or the like, whose methods answer the task of an element. False is certain for methods of the source.
    /// </summary>
    public bool MayReturnNestedTask(string name) => _hasContainersOfTasks || _namesOfNestedTasks.Contains(name);

    private static IEnumerable<string> In(Dictionary<string, HashSet<string>> parameters, string method)
        => parameters.TryGetValue(method, out HashSet<string> types) ? types : Enumerable.Empty<string>();

    private static AwaitableNames Find(Compilation compilation)
    {
        AwaitableDeclarations source = Facts.Of(compilation, CancellationToken.None).Merged;
        object[] references = compilation.References.Select(NamesOf).OfType<object>().ToArray();
        StrongBox<(object[] References, AwaitableNames Names)> latest = Latest.GetOrCreateValue(source);
        lock (latest)
        {
            if (latest.Value.References is null || !Enumerable.SequenceEqual(latest.Value.References, references))
            {
                latest.Value = (references, new AwaitableNames(source, references));
            }

            return latest.Value.Names;
        }
    }

    private static object? NamesOf(MetadataReference reference) => reference switch
    {
        CompilationReference project => Facts.Of(project.Compilation, CancellationToken.None).Merged,
        PortableExecutableReference file => PerReference.GetValue(reference, _ => new ReferencedNames(file)),
        _ => null,
    };

    private void Add(AwaitableDeclarations source, HashSet<string> awaitableTypes)
    {
        _takersOfTasks.UnionWith(source.TakersOfTasks);
        _namesOfNestedTasks.UnionWith(source.NestedTasks);
        _hasContainersOfTasks |= source.HasContainersOfTasks;
        ReferencedLibraries.AddAll(source.FirstParameters, _firstParameters);
        foreach ((string method, string returnType) in source.Methods)
        {
            if (returnType == AnyType || awaitableTypes.Contains(returnType) || _libraries.AwaitableTypes.Contains(returnType))
            {
                _names.Add(method);
            }
        }
    }
}
