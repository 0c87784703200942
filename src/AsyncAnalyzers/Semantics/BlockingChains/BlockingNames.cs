using System.Collections.Concurrent;
using System.Runtime.CompilerServices;

namespace AsyncAnalyzers.Semantics;

/// <summary>
/// Which calls may block as far as names tell: what they may mean, followed down to a name that could block. False is certain.
/// Nothing is bound for it.
/// </summary>
internal sealed class BlockingNames
{
    private readonly DeclaredNodes _declared;
    private readonly DeclaredNames _names;
    private readonly BlockingApis _apis;
    private readonly KnownTypes _types;
    private readonly ShortestWays<object> _ways;
    private readonly ConditionalWeakTable<SyntaxNode, Exploration<object>> _explorations;
    private readonly ConcurrentDictionary<SyntaxNode, NameScope> _scopes = new();

    public BlockingNames(DeclaredNodes declared, BlockingApis apis, KnownTypes types)
    {
        _declared = declared;
        _names = declared.Names;
        _explorations = _names.ExplorationsFor(apis.ListedNames, types.HasTestFramework);
        _apis = apis;
        _types = types;
        _ways = new ShortestWays<object>(Explore);
    }

    /// <summary>What the syntax tells about the outermost function around a node, or about a type's initializers.</summary>
    public NameScope ScopeOf(SyntaxNode function)
        => _scopes.GetOrAdd(
            function is TypeDeclarationSyntax ? function : FunctionSyntax.OutermostEnclosing(function), member
                => new NameScope(_names, member));

    /// <summary>The call sites of the function, in source order, that may run a function of this compilation that blocks.</summary>
    public IEnumerable<CallSite> CandidatesIn(SyntaxNode function, NameScope scope, CancellationToken cancellationToken)
        => CandidatesAmong(ExecutedCode.NodesOf(function, withNested: false), scope, cancellationToken);

    /// <summary>The same of nodes that have been gathered.</summary>
    public IEnumerable<CallSite> CandidatesAmong(IEnumerable<SyntaxNode> executed, NameScope scope, CancellationToken cancellationToken)
    {
        foreach (SyntaxNode node in executed)
        {
            if (CallSite.At(node) is { } site && TargetOf(site, scope) is { } target && _ways.From(target, cancellationToken) is not null)
            {
                yield return site;
            }
        }
    }

    private Exploration<object> Explore(object node, CancellationToken cancellationToken)
    {
        if (node is NamedFunctions set)
        {
            return new Exploration<object>(false, set.Functions);
        }

        SyntaxNode function = node as SyntaxNode ?? _declared.NodeOf((NamedFunction)node);
        return _explorations.TryGetValue(function, out Exploration<object> known)
            ? known
            : _explorations.GetValue(function, one => ExploreCode(one, cancellationToken));
    }

    private Exploration<object> ExploreCode(SyntaxNode function, CancellationToken cancellationToken)
    {
        NameScope scope = ScopeOf(function);
        var targets = new HashSet<object>();
        foreach (SyntaxNode part in scope.ReadCalls())
        {
            if (BlockingLeaf.MayBeAt(part, scope, _apis, _types))
            {
                return new Exploration<object>(true, Array.Empty<object>());
            }

            if (CallSite.At(part) is { } site && TargetOf(site, scope) is { } target && target != function)
            {
                targets.Add(target);
            }
        }

        if (function is ConstructorDeclarationSyntax or TypeDeclarationSyntax && scope.TypeNames.FirstOrDefault() is { } type)
        {
            targets.UnionWith(_names.ConstructorsOf(type));
        }

        cancellationToken.ThrowIfCancellationRequested();
        return new Exploration<object>(false, targets.ToArray());
    }

    /// <summary>What a call site may run: a set of functions, or the member itself for what is nested in it.</summary>
    private object? TargetOf(CallSite site, NameScope scope)
        => site is { Kind: CallKind.Call, Receiver: null or IdentifierNameSyntax } && (site.Receiver is null || site.Name == "Invoke")
            && scope.Declares(site.Receiver is IdentifierNameSyntax { Identifier.ValueText: var variable } ? variable : site.Name)
            ? scope.Member
            : _names.Find(site, scope);
}
