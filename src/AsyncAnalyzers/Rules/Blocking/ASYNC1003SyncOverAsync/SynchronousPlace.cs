namespace AsyncAnalyzers.Rules.Blocking;

/// <summary>The kinds of synchronous code, by what can become of a wait in them.</summary>
internal enum SynchronousPlaceKind
{
    /// <summary>A method or local function: it can become async together with its callers.</summary>
    Method,

    /// <summary><c>Dispose()</c> or <c>Dispose(bool)</c> of an IDisposable.</summary>
    Dispose,

    /// <summary>A property, an indexer, an event, an operator, a finalizer.</summary>
    Member,

    Constructor,

    /// <summary>A static constructor or the initializer of a static field or property.</summary>
    StaticInitializer,

    /// <summary>The initializer of an instance field or property, which runs in the constructor.</summary>
    Initializer,

    /// <summary>The factory of a <c>Lazy&lt;T&gt;</c>.</summary>
    LazyFactory,

    /// <summary>A lambda or anonymous method that is not async.</summary>
    Lambda,

    /// <summary>The entry point: Main, or top-level statements.</summary>
    EntryPoint,
}

/// <summary>Synchronous code around a node: what kind it is, and the function that it belongs to.</summary>
internal readonly struct SynchronousPlace(SynchronousPlaceKind kind, SyntaxNode node)
{
    public SynchronousPlaceKind Kind { get; } = kind;

    /// <summary>The innermost function; the field or property for an initializer.</summary>
    public SyntaxNode Node { get; } = node;

    /// <summary>The place in the middle of a sentence.</summary>
    public Phrase DisplayName => Kind switch
    {
        SynchronousPlaceKind.Constructor => $"the constructor of {EventLoopContext.DisplayOf(Node)}",
        SynchronousPlaceKind.StaticInitializer => "the static initializer",
        SynchronousPlaceKind.Initializer => "the initializer",
        SynchronousPlaceKind.LazyFactory => "the factory",
        _ => EventLoopContext.DisplayOf(Node),
    };

    /// <summary>Null where the node is in no code that runs: an attribute, a parameter's default.</summary>
    public static SynchronousPlace? Of(SyntaxNode node, CodeModel model)
    {
        if (FunctionSyntax.Enclosing(node) is not { } function)
        {
            return InitializerAround(node) is { } member
                ? new SynchronousPlace(IsStatic(member) ? SynchronousPlaceKind.StaticInitializer : SynchronousPlaceKind.Initializer, member)
                : null;
        }

        SynchronousPlaceKind kind = function switch
        {
            CompilationUnitSyntax => SynchronousPlaceKind.EntryPoint,
            LocalFunctionStatementSyntax => SynchronousPlaceKind.Method,
            MethodDeclarationSyntax method => KindOf(method, model),
            ConstructorDeclarationSyntax constructor
                => IsStatic(constructor) ? SynchronousPlaceKind.StaticInitializer : SynchronousPlaceKind.Constructor,
            AnonymousFunctionExpressionSyntax lambda
                => IsLazyFactory(lambda, model) ? SynchronousPlaceKind.LazyFactory : SynchronousPlaceKind.Lambda,
            _ => SynchronousPlaceKind.Member,
        };
        return new SynchronousPlace(kind, function);
    }

    /// <summary>The field or property whose initializer the node is in.</summary>
    private static MemberDeclarationSyntax? InitializerAround(SyntaxNode node)
    {
        SyntaxNode child = node;
        for (SyntaxNode? current = node.Parent; current is not null; child = current, current = current.Parent)
        {
            switch (current)
            {
                case ParameterSyntax or AttributeSyntax:
                    return null;
                case MemberDeclarationSyntax member:
                    return member is FieldDeclarationSyntax or PropertyDeclarationSyntax
                        && child is VariableDeclarationSyntax or EqualsValueClauseSyntax ? member : null;
            }
        }

        return null;
    }

    private static SynchronousPlaceKind KindOf(MethodDeclarationSyntax method, CodeModel model)
    {
        switch (method.Identifier.ValueText)
        {
            case "Dispose" when method.ParameterList.Parameters.Count <= 1
                && model.GetDeclaredSymbol(method) is { ReturnsVoid: true, IsStatic: false } dispose
                && dispose.ContainingType.AllInterfaces.Any(implemented => implemented.Is(model.Types.Disposable)):
                return SynchronousPlaceKind.Dispose;
            case "Main" when EntryPoint.Is(method, model):
                return SynchronousPlaceKind.EntryPoint;
            default:
                return SynchronousPlaceKind.Method;
        }
    }

    private static bool IsLazyFactory(AnonymousFunctionExpressionSyntax lambda, CodeModel model)
        => lambda.Parent is ArgumentSyntax { Parent.Parent: BaseObjectCreationExpressionSyntax creation }
            && model.TypeOf(creation).Is(model.Types.LazyOfT);

    private static bool IsStatic(MemberDeclarationSyntax member) => member.Modifiers.Any(SyntaxKind.StaticKeyword);
}
