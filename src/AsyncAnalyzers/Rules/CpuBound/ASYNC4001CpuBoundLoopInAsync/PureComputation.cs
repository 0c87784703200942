using System.Runtime.CompilerServices;

namespace AsyncAnalyzers.Rules.CpuBound;

/// <summary>
/// Decides whether code computes and nothing else, and estimates how much. Calls into this compilation are followed;
/// what another assembly does is known from <see cref="PureApis"/> or not at all, and then the answer is null.
/// </summary>
internal sealed class PureComputation : FunctionAnalysis<WorkEstimate>
{
    /// <summary>Deeper nesting of the syntax of one function is given up on.</summary>
    private const int MaximumDepth = 250;

    private static readonly ConditionalWeakTable<Compilation, FunctionSummaries<WorkEstimate>> PerCompilation = new();

    private readonly Compilation _compilation;
    private CodeModel _model;
    private int _depth;

    private PureComputation(CodeModel model)
        : base(PerCompilation.GetOrCreateValue(model.Compilation), WorkEstimate.Once)
    {
        _model = model;
        _compilation = model.Compilation;
    }

    /// <summary>The work of a statement or expression, or null where it is not known to be pure computation.</summary>
    public static WorkEstimate? Estimate(SyntaxNode node, CodeModel model)
        => new PureComputation(model).Visit(node);

    /// <summary>The work of a function of this compilation, whatever it is given; null also where it is of another one.</summary>
    public static WorkEstimate? EstimateOf(IMethodSymbol method, CodeModel model)
        => SymbolEqualityComparer.Default.Equals(method.ContainingAssembly, model.Compilation.Assembly)
            ? new PureComputation(model).OfSymbol(method)
            : null;

    private WorkEstimate? Visit(SyntaxNode node)
    {
        if (_depth >= MaximumDepth)
        {
            return null;
        }

        _depth++;
        try
        {
            return VisitCore(node);
        }
        finally
        {
            _depth--;
        }
    }

    private WorkEstimate? VisitCore(SyntaxNode node)
    {
        switch (node)
        {
            case AwaitExpressionSyntax completed when CompletedAwait.Is(completed, _model):
                return CallSyntax.WithoutConfiguration(completed.Expression)
                    .ChildNodes()
                    .OfType<ArgumentListSyntax>()
                    .FirstOrDefault() is { } given
                    ? Visit(given)
                    : WorkEstimate.Once;
            case AwaitExpressionSyntax or YieldStatementSyntax or LockStatementSyntax:
            case CommonForEachStatementSyntax { AwaitKeyword.RawKind: (int)SyntaxKind.AwaitKeyword }:
            case UsingStatementSyntax { AwaitKeyword.RawKind: (int)SyntaxKind.AwaitKeyword }:
            case LocalDeclarationStatementSyntax { AwaitKeyword.RawKind: (int)SyntaxKind.AwaitKeyword }:
                return null;
            case CommonForEachStatementSyntax @foreach when !PureApis.CanEnumerate(_model.TypeOf(@foreach.Expression)):
                return null;
            case StatementSyntax loop when LoopBounds.IsLoop(loop):
                return VisitLoop(loop);
            case InvocationExpressionSyntax invocation:
                return VisitCall(invocation);
            case BaseObjectCreationExpressionSyntax creation:
                return VisitChildren(node) is { } parts
                    && OfSymbol(_model.SymbolOf(creation)) is { } construction
                    ? WorkEstimate.Larger(parts, construction)
                    : null;
            case ElementAccessExpressionSyntax:
                return VisitChildren(node) is { } children
                    && OfElementAccess((ElementAccessExpressionSyntax)node) is { } access ? WorkEstimate.Larger(children, access) : null;
            case IdentifierNameSyntax name:
                return OfName(name);
            // They end the loop, or run somewhere else.
            case ThrowStatementSyntax or ThrowExpressionSyntax or LocalFunctionStatementSyntax or TypeSyntax and not NameSyntax:
                return WorkEstimate.Once;
            default:
                return VisitChildren(node);
        }
    }

    /// <summary>The source of a <c>foreach</c> is evaluated once, before the loop, or bit by bit in one pass.</summary>
    private WorkEstimate? VisitLoop(StatementSyntax loop)
    {
        WorkLevel? level = LoopBounds.Of(loop, _model);
        if (loop is not CommonForEachStatementSyntax @foreach)
        {
            return VisitChildren(loop)?.Within(level, LoopBounds.VariablesOf(loop, _model), isPartitioned: false);
        }

        KeyTest? test = KeyTest.Of(@foreach, _model);
        return Visit(@foreach.Expression) is { } source
            && Visit(test?.Condition ?? (SyntaxNode)@foreach.Statement) is { } body
            && OfAll(test?.Guarded) is { } once
            ? WorkEstimate.Larger(once, WorkEstimate.Larger(
                source,
                body.Within(level, LoopBounds.VariablesOf(loop, _model), DataOrigin
                    .IsPartitioned(@foreach.Expression, _model))))
            : null;
    }

    private WorkEstimate? OfAll(IEnumerable<StatementSyntax>? statements)
    {
        WorkEstimate largest = WorkEstimate.Once;
        foreach (StatementSyntax statement in statements ?? Enumerable.Empty<StatementSyntax>())
        {
            if (Visit(statement) is not { } work)
            {
                return null;
            }

            largest = WorkEstimate.Larger(largest, work);
        }

        return largest;
    }

    /// <summary>The largest work of the parts. Left-deep chains of operators are walked, not recursed into.</summary>
    private WorkEstimate? VisitChildren(SyntaxNode node)
    {
        WorkEstimate largest = WorkEstimate.Once;
        while (true)
        {
            SyntaxNode? next = null;
            foreach (SyntaxNode child in node.ChildNodes())
            {
                if (child is BinaryExpressionSyntax && node is BinaryExpressionSyntax binary && child == binary.Left)
                {
                    next = child;
                    continue;
                }

                if (Visit(child) is not { } work)
                {
                    return null;
                }

                largest = WorkEstimate.Larger(largest, work);
            }

            if (next is null)
            {
                return largest;
            }

            node = next;
        }
    }

    private WorkEstimate? VisitCall(InvocationExpressionSyntax invocation)
    {
        _model.CancellationToken.ThrowIfCancellationRequested();
        if (_model.SymbolOf(invocation) is not IMethodSymbol method)
        {
            return _model.GetConstantValue(invocation).HasValue ? WorkEstimate.Once : null; // nameof
        }

        ExpressionSyntax? receiver = (invocation.Expression as MemberAccessExpressionSyntax)?.Expression;
        if (OfSymbol(method) is not { } callee
            || Visit(invocation.ArgumentList) is not { } arguments
            || (receiver is null ? WorkEstimate.Once : Visit(receiver)) is not { } before)
        {
            return null;
        }

        if (receiver is not null
            && method.IsDeclaredIn(_model.Types.Enumerable)
            && invocation.ArgumentList.Arguments.Any(argument => argument.Expression is AnonymousFunctionExpressionSyntax))
        {
            WorkLevel pass = LoopBounds.OfData(receiver, _model);
            arguments = arguments.Within(
                method.Name is "Any" or "All" or "First" or "FirstOrDefault" or "TakeWhile" ? pass.LeftEarly() : pass,
                ParametersOf(invocation.ArgumentList),
                DataOrigin.IsPartitioned(receiver, _model));
        }

        return WorkEstimate.Larger(WorkEstimate.Larger(before, arguments), callee.WithOrigins(symbol
            => OriginOf(symbol, invocation, method, receiver)));
    }

    /// <summary>The parameters of the lambdas that a query operator is given.</summary>
    private ImmutableArray<ISymbol> ParametersOf(ArgumentListSyntax arguments)
        => ImmutableArray.CreateRange(arguments.Arguments
            .SelectMany(argument => argument.Expression switch
            {
                SimpleLambdaExpressionSyntax lambda => new[] { lambda.Parameter },
                ParenthesizedLambdaExpressionSyntax lambda => lambda.ParameterList.Parameters.AsEnumerable(),
                _ => Array.Empty<ParameterSyntax>(),
            })
            .Select(parameter => _model.GetDeclaredSymbol(parameter))
            .OfType<ISymbol>());

    /// <summary>What a parameter of a called method is given, or its <c>this</c>; null for everything else.</summary>
    private DataOrigin? OriginOf(ISymbol symbol, InvocationExpressionSyntax call, IMethodSymbol method, ExpressionSyntax? receiver)
    {
        IMethodSymbol definition = (method.ReducedFrom ?? method).OriginalDefinition;
        int offset = method.ReducedFrom is null ? 0 : 1;
        ExpressionSyntax? value = null;
        if (symbol is INamedTypeSymbol)
        {
            value = method.IsStatic ? null : receiver;
        }
        else if (symbol is IParameterSymbol parameter && SymbolEqualityComparer.Default.Equals(parameter.ContainingSymbol, definition))
        {
            int index = parameter.Ordinal - offset;
            value = index < 0 ? receiver
                : call.ArgumentList.Arguments.FirstOrDefault(argument
                    => argument.NameColon?.Name.Identifier.ValueText == parameter.Name)?.Expression
                    ?? (index < call.ArgumentList.Arguments.Count ? call.ArgumentList.Arguments[index].Expression : null);
        }

        return value is null ? null : DataOrigin.OfValue(value, _model);
    }

    private WorkEstimate? OfElementAccess(ElementAccessExpressionSyntax access)
        => _model.SymbolOf(access) is { } indexer
            ? OfSymbol(indexer)
            : _model.TypeOf(access.Expression) is IArrayTypeSymbol or IPointerTypeSymbol
                ? WorkEstimate.Once
                : null;

    private WorkEstimate? OfName(IdentifierNameSyntax name)
    {
        SymbolInfo info = _model.GetSymbolInfo(name);
        return info.Symbol switch
        {
            IPropertySymbol property when Writes.IsWritten(Writes.ExpressionOf(name))
                && !SymbolEqualityComparer.Default.Equals(property.ContainingAssembly, _compilation.Assembly)
                && !PureApis.ContainsType(property.ContainingType)
                => null, // whatever follows the change of an object that is not ours: a control, a stream
            IPropertySymbol property => OfSymbol(property)?.WithOrigins(symbol
                => symbol is INamedTypeSymbol && name.Parent is MemberAccessExpressionSyntax access && access.Name == name
                ? DataOrigin.OfValue(access.Expression, _model)
                : null),
            IEventSymbol or IDynamicTypeSymbol => null,
            null when info.CandidateReason == CandidateReason.LateBound => null,
            _ => WorkEstimate.Once,
        };
    }

    private WorkEstimate? OfSymbol(ISymbol? symbol)
    {
        switch (symbol)
        {
            case null:
                return null;
            case IMethodSymbol method:
                method = method.ReducedFrom ?? method;
                method = method.OriginalDefinition;
                return SymbolEqualityComparer.Default.Equals(method.ContainingAssembly, _compilation.Assembly)
                    ? SummaryOf(method.PartialImplementationPart ?? method)
                    : PureApis.Contains(symbol) ? WorkEstimate.Once
                    : null;
            case IPropertySymbol property:
                property = property.OriginalDefinition;
                if (!SymbolEqualityComparer.Default.Equals(property.ContainingAssembly, _compilation.Assembly))
                {
                    return PureApis.Contains(property) ? WorkEstimate.Once : null;
                }

                return (property.GetMethod is { } getter ? SummaryOf(getter) : WorkEstimate.Once) is { } get
                    && (property.SetMethod is { } setter ? SummaryOf(setter) : WorkEstimate.Once) is { } set
                        ? WorkEstimate.Larger(get, set)
                        : null;
            default:
                return WorkEstimate.Once;
        }
    }

    protected override WorkEstimate? Evaluate(IMethodSymbol method)
    {
        if (method.IsExtern || method.IsAsync || CalledSource.MayBeOverridden(method))
        {
            return null;
        }

        if (CalledSource.DeclarationOf(method, _model.CancellationToken) is not { } declaration)
        {
            return WorkEstimate.Once; // a default constructor, or what the compiler writes
        }

        if (FunctionSyntax.Body(declaration) is not { } body)
        {
            return WorkEstimate.Once; // an auto-property, a record's constructor
        }

        CodeModel model = _model;
        int depth = _depth;
        try
        {
            _model = model.In(declaration.SyntaxTree);
            _depth = 0;
            SyntaxNode? initializer = (declaration as ConstructorDeclarationSyntax)?.Initializer;
            if (initializer is not null && Visit(initializer) is null || Visit(body) is not { } work)
            {
                return null;
            }

            return BranchingRecursion.Of(declaration, body) is { } recursion
                ? new WorkEstimate(ImmutableArray.Create(new WorkLevel(recursion.Calls(null), 0, method.Name, null, method.Name)))
                : work.In(method.MethodKind is MethodKind.PropertyGet or MethodKind.PropertySet
                    ? method.AssociatedSymbol!.Name
                    : method.Name);
        }
        finally
        {
            _model = model;
            _depth = depth;
        }
    }
}
