namespace AsyncAnalyzers.Semantics;

/// <summary>How a piece of code relates to the event loop that its continuations run on.</summary>
internal enum EventLoopRelation
{
    /// <summary>Synchronous code, or code that another thread runs.</summary>
    Off,

    /// <summary>The body of an async method, local function, lambda or iterator, or top-level statements that await.</summary>
    Async,

    /// <summary>A function that returns a task without being async: whoever awaits it waits here first. It can be made async.</summary>
    TaskReturning,

    /// <summary>
    /// A function that returns an asynchronous stream without being an iterator: whoever enumerates it waits here first. It cannot be
    /// async as it is.
    /// </summary>
    StreamReturning,

    /// <summary>Async code that began on a thread of its own and has left it by an await: it runs on the thread pool.</summary>
    LeftThread,

    /// <summary>A synchronous lambda whose result ASP.NET Core awaits where it is a task. It can be made async.</summary>
    RequestHandler,
}

/// <summary>Says which code runs on the event loop, and by what name a reader knows it.</summary>
internal readonly struct EventLoopContext(EventLoopRelation relation, SyntaxNode? function)
{
    private static readonly ModelCache<EventLoopRelation> Relations = new();
    private static readonly ModelCache<bool> Possible = new();

    public EventLoopRelation Relation { get; } = relation;

    /// <summary>The innermost function, as <see cref="FunctionSyntax.Enclosing"/> finds it.</summary>
    public SyntaxNode? Function { get; } = function;

    public bool IsOnLoop => Relation != EventLoopRelation.Off;

    /// <summary>The cheap half of <see cref="Of"/>, by syntax alone. False is certain.</summary>
    public static bool MayBeOnLoop(SyntaxNode node)
        => FunctionSyntax.Enclosing(node) is { } function
            && MayBeOnLoopAlone(function);

    /// <summary>The same, remembered for each function: for rules that ask about many nodes of one.</summary>
    public static bool MayBeOnLoop(SyntaxNode node, CodeModel model)
        => FunctionSyntax.Enclosing(node) is { } function
            && Possible.GetOrAdd(model, function, MayBeOnLoopAlone);

    /// <summary>
    /// The innermost function decides: a synchronous lambda in an async method is not on the loop by itself. An expression tree runs
    /// nowhere.
    /// </summary>
    public static EventLoopContext Of(SyntaxNode node, CodeModel model)
    {
        if (FunctionSyntax.Enclosing(node) is not { } function || ExpressionTree.Contains(node, model))
        {
            return default;
        }

        EventLoopContext context = OfFunction(function, model);
        return !context.IsOnLoop && LeftThread.Contains(node, function, model)
            ? new EventLoopContext(EventLoopRelation.LeftThread, function)
            : context;
    }

    /// <summary>The same, where a lambda that runs on the spot counts as code of the function that runs it.</summary>
    public static EventLoopContext OfExecution(SyntaxNode node, CodeModel model)
    {
        EventLoopContext own = Of(node, model);
        return !own.IsOnLoop
            && own.Function is { } lambda
            && SpotLambda.FunctionAround(lambda, model) is { } runner
            && !OffloadedCode.Contains(runner, model)
                ? OfFunction(runner, model)
                : own;
    }

    /// <summary>How the body of a function relates to the event loop.</summary>
    public static EventLoopContext OfFunction(SyntaxNode function, CodeModel model)
        => new(Relations.GetOrAdd(model, function, node => RelationOf(node, model)), function);

    private static EventLoopRelation RelationOf(SyntaxNode function, CodeModel model)
    {
        EventLoopRelation relation = FunctionSyntax.IsAsync(function) ? EventLoopRelation.Async
            : MayReturnTask(function) && ReturnsTask(function, model) ? EventLoopRelation.TaskReturning
            : MayReturnTask(function) && ReturnsStream(function, model) ? EventLoopRelation.StreamReturning
            : EndpointHandlers.Is(function, model) ? EventLoopRelation.RequestHandler
            : EventLoopRelation.Off;
        return relation == EventLoopRelation.Off
            || ExpressionTree.Contains(function, model)
            || OffloadedCode.Contains(function, model)
            || OffloadedCode.RunsOnOwnThread(function, model)
                ? EventLoopRelation.Off
                : relation;
    }

    /// <summary>What a message calls the function: its name, or a word of the language for what has none.</summary>
    public static string NameOf(SyntaxNode function) => function switch
    {
        MethodDeclarationSyntax method => method.Identifier.ValueText,
        LocalFunctionStatementSyntax local => local.Identifier.ValueText,
        PropertyDeclarationSyntax property => property.Identifier.ValueText,
        AccessorDeclarationSyntax { Parent.Parent: PropertyDeclarationSyntax property } => property.Identifier.ValueText,
        ConstructorDeclarationSyntax constructor => constructor.Identifier.ValueText,
        CompilationUnitSyntax => "Program",
        AnonymousMethodExpressionSyntax => "delegate",
        AnonymousFunctionExpressionSyntax => "lambda",
        _ => "this",
    };

    /// <summary>The function in the middle of a sentence: its name in quotes, or what kind of function it is.</summary>
    public static Phrase DisplayOf(SyntaxNode function) => function switch
    {
        CompilationUnitSyntax => "the top-level code",
        AnonymousMethodExpressionSyntax => "the anonymous method",
        AnonymousFunctionExpressionSyntax => "the lambda",
        _ when !HasName(function) => "this member",
        _ => Phrase.Of($"'{NameOf(function)}'"),
    };

    /// <summary>The function at the beginning of a sentence.</summary>
    public static Phrase SubjectOf(SyntaxNode function) => function switch
    {
        CompilationUnitSyntax => "The top-level code",
        AnonymousMethodExpressionSyntax => "The anonymous method",
        AnonymousFunctionExpressionSyntax => "The lambda",
        _ when !HasName(function) => "This member",
        _ => Phrase.Of($"'{NameOf(function)}'"),
    };

    private static bool HasName(SyntaxNode function) => function is not (
        IndexerDeclarationSyntax or AccessorDeclarationSyntax { Parent.Parent: not PropertyDeclarationSyntax }
        or OperatorDeclarationSyntax or ConversionOperatorDeclarationSyntax or DestructorDeclarationSyntax);

    private static bool MayBeOnLoopAlone(SyntaxNode function)
        => FunctionSyntax.IsAsync(function) || MayReturnTask(function) || EndpointHandlers.MayBe(function);

    private static bool MayReturnTask(SyntaxNode function)
    {
        switch (function)
        {
            case MethodDeclarationSyntax or LocalFunctionStatementSyntax or PropertyDeclarationSyntax or AccessorDeclarationSyntax
                or IndexerDeclarationSyntax:
                return FunctionSyntax.ReturnType(function) is { } type
                    && type is not PredefinedTypeSyntax
                    && !type.IsKind(SyntaxKind.ArrayType);
            case AnonymousFunctionExpressionSyntax { Block: null }:
                return true;
            case AnonymousFunctionExpressionSyntax { Block: { } block }:
                return FunctionSyntax.OwnNodes(block).Any(node => node is ReturnStatementSyntax { Expression: not null });
            default:
                return false;
        }
    }

    private static bool ReturnsTask(SyntaxNode function, CodeModel model)
        => FunctionSyntax.SymbolOf(function, model) is { ReturnsByRef: false, ReturnsByRefReadonly: false } method
            && method.ReturnType.IsTaskLike(model.Types)
            && (FunctionSyntax.Body(function) is not { } body || !FunctionSyntax.OwnNodes(body).Any(node => node is YieldStatementSyntax));

    private static bool ReturnsStream(SyntaxNode function, CodeModel model)
        => model.Types.AsyncEnumerableOfT is not null
            && FunctionSyntax.SymbolOf(function, model) is { ReturnsByRef: false, ReturnsByRefReadonly: false } method
            && method.ReturnType.IsAsyncStream(model.Types);
}
