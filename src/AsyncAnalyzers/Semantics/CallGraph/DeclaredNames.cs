using System.Collections.Concurrent;
using System.Runtime.CompilerServices;

namespace AsyncAnalyzers.Semantics;

/// <summary>
/// The types and functions of a compilation by their simple names, and which functions a call may mean as far as the syntax tells:
/// always enough of them, and mostly few. It names no node: it stays what it is while bodies are edited, and <see cref="DeclaredNodes"/>
/// tells where a function is now.
/// </summary>
internal sealed class DeclaredNames
{
    private const int AnyArguments = -2;

    private readonly Dictionary<string, NamedType> _types = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<NamedFunction>> _functions = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string?> _returnTypes = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string?> _awaitedTypes = new(StringComparer.Ordinal);
    private readonly HashSet<string> _aliases = new(StringComparer.Ordinal);
    private readonly bool _hasStaticUsings;
    private readonly ConcurrentDictionary<(string? Type, string Name, int Arguments), NamedFunctions> _resolved = new();

    private readonly List<(ImmutableHashSet<string> Listed, bool IsOfTests,
        ConditionalWeakTable<SyntaxNode, Exploration<object>> Found)> _explorations = new();

    public DeclaredNames(DeclaredFunctions[] trees)
    {
        for (int tree = 0; tree < trees.Length; tree++)
        {
            _aliases.UnionWith(trees[tree].Aliases);
            _hasStaticUsings |= trees[tree].HasStaticUsings;
            for (int type = 0; type < trees[tree].Types.Count; type++)
            {
                Add(trees[tree].Types[type], tree, type);
            }
        }

        foreach (NamedType type in _types.Values)
        {
            foreach (string @base in type.BaseNames)
            {
                if (_types.TryGetValue(@base, out NamedType declared) && declared != type)
                {
                    type.Bases.Add(declared);
                    declared.Derived.Add(type);
                }
            }
        }
    }

    /// <summary>
    /// What the names in a function lead to, as <see cref="BlockingNames"/> finds it: kept as long as the function is not edited.
    /// </summary>
    public ConditionalWeakTable<SyntaxNode, Exploration<object>> ExplorationsFor(ImmutableHashSet<string> listedNames, bool isOfTests)
    {
        lock (_explorations)
        {
            foreach ((ImmutableHashSet<string> listed, bool ofTests,
                ConditionalWeakTable<SyntaxNode, Exploration<object>> known) in _explorations)
            {
                if (ofTests == isOfTests && listed.SetEquals(listedNames))
                {
                    return known;
                }
            }

            var found = new ConditionalWeakTable<SyntaxNode, Exploration<object>>();
            _explorations.Add((listedNames, isOfTests, found));
            return found;
        }
    }

    public bool IsAlias(string name) => _aliases.Contains(name);

    public bool IsType(string name) => _types.ContainsKey(name);

    /// <summary>The result type of the methods of the name; null where there are none, or several that differ.</summary>
    public string? ReturnTypeOf(string method) => _returnTypes.TryGetValue(method, out string? type) ? type : null;

    /// <summary>What an await of the methods of the name answers; null where there are none, or several that differ.</summary>
    public string? AwaitedTypeOf(string method) => _awaitedTypes.TryGetValue(method, out string? type) ? type : null;

    /// <summary>The synchronous functions of the name, in whatever type.</summary>
    public IReadOnlyList<NamedFunction> FunctionsNamed(string name)
        => _functions.TryGetValue(name, out List<NamedFunction> functions) ? functions : Array.Empty<NamedFunction>();

    /// <summary>The type of a field or property that the type declares or inherits within the compilation.</summary>
    public bool TryGetVariable(string type, string name, out string? variableType)
    {
        variableType = null;
        if (!_types.TryGetValue(type, out NamedType? declared))
        {
            return false;
        }

        foreach (NamedType ancestor in Closure(new[] { declared }, static one => one.Bases))
        {
            if (ancestor.VariableTypes.TryGetValue(name, out variableType))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The declarations of the types of the name and of all that derive from them or implement them.</summary>
    public IEnumerable<(int Tree, int Type)> WithDerived(string type)
        => _types.TryGetValue(type, out NamedType? declared)
            ? Closure(new[] { declared }, static one => one.Derived).SelectMany(one => one.Declarations)
            : Enumerable.Empty<(int, int)>();

    /// <summary>The functions that a call site may run; null where there are none.</summary>
    public NamedFunctions? Find(CallSite site, NameScope scope)
    {
        switch (site.Kind)
        {
            case CallKind.Creation:
                return _types.ContainsKey(site.Name) ? Resolve(site.Name, DeclaredFunction.Constructor, site.Arguments) : null;
            case CallKind.Disposal or CallKind.Enumeration:
                return _functions.ContainsKey(site.Name)
                    && TypeOfValue(site, scope) is { } value
                    && _types.ContainsKey(value) ? Resolve(value, site.Name, site.Arguments) : null;
            case var _ when !_functions.ContainsKey(site.Name):
                return null;
            case var _ when site.Receiver is not null:
                return Resolve(scope.TypeOf(site.Receiver), site.Name, site.Arguments);
            case var _ when _hasStaticUsings && site.Kind == CallKind.Call:
                return Resolve(null, site.Name, site.Arguments);
        }

        foreach (string enclosing in scope.TypeNames)
        {
            if (Resolve(enclosing, site.Name, site.Arguments, withExtensions: false) is { } found)
            {
                return found;
            }
        }

        return null;
    }

    /// <summary>The constructors of a type and of its bases, with their initializers.</summary>
    public IEnumerable<NamedFunctions> ConstructorsOf(string type)
    {
        NamedFunctions? constructors = Resolve(type, DeclaredFunction.Constructor, AnyArguments);
        return constructors is null ? Array.Empty<NamedFunctions>() : new[] { constructors };
    }

    private static string? TypeOfValue(CallSite site, NameScope scope)
        => site.Node is UsingStatementSyntax { Declaration.Type: { IsVar: false } type } ? TypeNames.Of(type)
            : site.Node is LocalDeclarationStatementSyntax { Declaration.Type: { IsVar: false } declared } ? TypeNames.Of(declared)
            : scope.TypeOf(site.Receiver);

    private static List<NamedType> Closure(IEnumerable<NamedType> start, Func<NamedType, List<NamedType>> next)
    {
        var found = new List<NamedType>();
        var seen = new HashSet<NamedType>();
        var toDo = new Queue<NamedType>(start);
        while (toDo.Count > 0)
        {
            NamedType type = toDo.Dequeue();
            if (seen.Add(type))
            {
                found.Add(type);
                next(type).ForEach(toDo.Enqueue);
            }
        }

        return found;
    }

    private NamedFunctions? Resolve(string? type, string name, int arguments, bool withExtensions = true)
    {
        NamedFunctions functions = _resolved.GetOrAdd((withExtensions ? type : "." + type, name, arguments), key
            => new NamedFunctions(Search(type, name, arguments, withExtensions)));
        return functions.Functions.Count == 0 ? null : functions;
    }

    private List<NamedFunction> Search(string? type, string name, int arguments, bool withExtensions)
    {
        var found = new List<NamedFunction>();
        if (type is not null && _types.TryGetValue(type, out NamedType? declared))
        {
            if (name == DeclaredFunction.Constructor)
            {
                // With the constructors of the bases, which run without being written anywhere.
                AddNamed(new[] { declared }, function => arguments == AnyArguments || function.Declared.Takes(arguments));
                AddNamed(Closure(declared.Bases, static one => one.Bases), static _ => true);
                return found;
            }

            // A member may be inherited by a derived type from another base: IStore ← Store : StoreBase, whose Save is meant.
            AddNamed(Closure(Closure(new[] { declared }, static one => one.Derived), static one => one.Bases), function
                => function.Declared.Takes(arguments));

            // Extension methods are declared in types that have nothing to do with their receivers.
            withExtensions &= arguments != CallSite.NoArguments;
        }
        else if (type is null && _functions.TryGetValue(name, out List<NamedFunction> all))
        {
            found.AddRange(all.Where(function => function.Declared.Takes(arguments)));
            withExtensions = false;
        }

        if (withExtensions && _functions.TryGetValue(name, out List<NamedFunction> named))
        {
            found.AddRange(named.Where(function => function.Declared.IsExtension && function.Declared.Takes(arguments)).Except(found));
        }

        return found;

        void AddNamed(IEnumerable<NamedType> types, Func<NamedFunction, bool> isMeant)
        {
            foreach (NamedType one in types)
            {
                if (one.Functions.TryGetValue(name, out List<NamedFunction> functions))
                {
                    found.AddRange(functions.Where(isMeant));
                }
            }
        }
    }

    private void Add(DeclaredType declaration, int tree, int number)
    {
        if (!_types.TryGetValue(declaration.Name, out NamedType type))
        {
            _types.Add(declaration.Name, type = new NamedType());
        }

        type.Declarations.Add((tree, number));
        type.BaseNames.UnionWith(declaration.BaseNames);
        for (int index = 0; index < declaration.Functions.Count; index++)
        {
            var function = new NamedFunction(declaration.Functions[index], tree, number, index);
            Add(type.Functions, function);
            if (function.Declared.Name != DeclaredFunction.Constructor)
            {
                Add(_functions, function);
            }
        }

        foreach (KeyValuePair<string, string?> variable in declaration.VariableTypes)
        {
            Merge(type.VariableTypes, variable.Key, variable.Value);
        }

        foreach ((string name, string? result, string? awaited) in declaration.ReturnTypes)
        {
            Merge(_returnTypes, name, result);
            Merge(_awaitedTypes, name, awaited);
        }
    }

    private static void Add(Dictionary<string, List<NamedFunction>> functions, NamedFunction function)
    {
        if (!functions.TryGetValue(function.Declared.Name, out List<NamedFunction> named))
        {
            functions.Add(function.Declared.Name, named = new List<NamedFunction>(1));
        }

        named.Add(function);
    }

    private static void Merge(Dictionary<string, string?> types, string name, string? type)
        => types[name] = types.TryGetValue(name, out string? other) && other != type ? null : type;

    /// <summary>All types of one simple name, taken as one.</summary>
    private sealed class NamedType
    {
        public HashSet<string> BaseNames { get; } = new(StringComparer.Ordinal);

        public List<(int Tree, int Type)> Declarations { get; } = new();

        public List<NamedType> Bases { get; } = new();

        public List<NamedType> Derived { get; } = new();

        public Dictionary<string, List<NamedFunction>> Functions { get; } = new(StringComparer.Ordinal);

        public Dictionary<string, string?> VariableTypes { get; } = new(StringComparer.Ordinal);
    }
}

/// <summary>The functions that a call may mean.</summary>
internal sealed class NamedFunctions(List<NamedFunction> functions)
{
    public List<NamedFunction> Functions { get; } = functions;
}

/// <summary>A function that a name may mean.</summary>
/// <param name="Declared">How it is called, as its declaration said when the names were gathered.</param>
/// <param name="Tree">The tree that declares it, by number.</param>
/// <param name="Type">The type in the tree.</param>
/// <param name="Number">The function in the type.</param>
internal sealed record NamedFunction(DeclaredFunction Declared, int Tree, int Type, int Number);
