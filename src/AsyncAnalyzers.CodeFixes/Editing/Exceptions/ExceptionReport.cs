namespace AsyncAnalyzers.Editing;

using static SyntaxFactory;

/// <summary>How a caught exception is told of: by a logger in scope, on the console's error output, or in the trace.</summary>
internal sealed class ExceptionReport
{
    private readonly Func<string, ExpressionSyntax> _write;

    private ExceptionReport(Phrase destination, Func<string, ExpressionSyntax> write)
    {
        Destination = destination;
        _write = write;
    }

    /// <summary>For a title: "log them with '_logger'".</summary>
    public Phrase Destination { get; }

    /// <summary>The expression that writes the exception in the variable.</summary>
    public ExpressionSyntax Write(string variable) => _write(variable);

    /// <summary>For the body of a function that is to catch what it throws; null where there is nothing to write to.</summary>
    public static ExceptionReport? Find(SyntaxNode function, RepairRequest request, CancellationToken cancellationToken)
    {
        string name = function is not AnonymousFunctionExpressionSyntax ? EventLoopContext.NameOf(function)
            : FunctionSyntax.OutermostEnclosing(function) is (MethodDeclarationSyntax or ConstructorDeclarationSyntax) and var outermost
                ? "A callback of " + EventLoopContext.NameOf(outermost)
            : "A callback";
        return Find(function, FunctionSyntax.Body(function)!.SpanStart + 1, name, request, cancellationToken);
    }

    /// <param name="around">A node in the function that the exception is caught in, or that function.</param>
    /// <param name="position">Where it is caught.</param>
    /// <param name="name">What has failed.</param>
    /// <param name="request">The repair.</param>
    /// <param name="cancellationToken">Stops the search.</param>
    /// <remarks>One order for all rules: a logger of the class, the log that the project writes to elsewhere, the error output of a console
    /// program, the trace.</remarks>
    public static ExceptionReport? Find(SyntaxNode around, int position, string name, RepairRequest request,
        CancellationToken cancellationToken)
    {
        bool isStatic = IsStaticAt(around, position, request);
        return ByLogger(position, isStatic, name + " failed", request)
            ?? (ProjectLog.Find(request, position, isStatic, cancellationToken) is { } log
                ? new ExceptionReport($"log them with '{log.Name}'", variable => log.Write(request, name + " failed", variable))
                : null)
            ?? (request.Model.Compilation.Options.OutputKind == OutputKind.ConsoleApplication && request.Types.Console is { } console
                ? new ExceptionReport("write them to the error output", variable
                    => Call(Member(Member(TypeNaming.ExpressionOf(request, console), "Error"), "WriteLine"), IdentifierName(variable)))
                : null)
            ?? (request.Types.Trace is { } trace
                ? new ExceptionReport("write them to the trace", variable
                    => Call(
                        Member(TypeNaming.ExpressionOf(request, trace), "TraceError"), Call(Member(IdentifierName(variable), "ToString"))))
                : null);
    }

    private static bool IsStaticAt(SyntaxNode around, int position, RepairRequest request)
        => request.Model.GetEnclosingSymbol(position) is { IsStatic: true }
            || around.AncestorsAndSelf().Any(ancestor => ancestor switch
            {
                AnonymousFunctionExpressionSyntax lambda => lambda.Modifiers.Any(SyntaxKind.StaticKeyword),
                LocalFunctionStatementSyntax local => local.Modifiers.Any(SyntaxKind.StaticKeyword),
                MethodDeclarationSyntax method => method.Modifiers.Any(SyntaxKind.StaticKeyword),
                _ => false,
            });

    /// <summary>A logger that is always there before one that may be null, which is asked with <c>?.</c>.</summary>
    private static ExceptionReport? ByLogger(int position, bool isStatic, string message, RepairRequest request)
    {
        ExceptionReport? asked = null;
        foreach (ISymbol symbol in request.Model.LookupSymbols(position).OrderBy(symbol
            => symbol is IFieldSymbol or IPropertySymbol ? 0 : 1))
        {
            ITypeSymbol? type = symbol switch
            {
                IParameterSymbol { RefKind: RefKind.None } parameter when !isStatic => parameter.Type,
                ILocalSymbol { RefKind: RefKind.None } local when !isStatic
                    && local.DeclaringSyntaxReferences.FirstOrDefault()?.Span.End < position => local.Type,
                IFieldSymbol field when field.IsStatic || !isStatic => field.Type,
                IPropertySymbol { IsIndexer: false, GetMethod: not null } property when property.IsStatic || !isStatic => property.Type,
                _ => null,
            };
            if (type is null || !IsLogger(type))
            {
                continue;
            }

            bool mayBeNull = MayBeNull(symbol, type, request);
            if (ByLogger(symbol.Name, mayBeNull, type, message, position, request) is { } report)
            {
                if (!mayBeNull)
                {
                    return report;
                }

                asked ??= report;
            }
        }

        return asked;
    }

    /// <summary>
    /// Its type says so, or the file asks it with <c>?.</c>, or, a field or property, whether it is null: a call on null in a catch clause
    /// would let out what the clause is to catch. Over-approximates; a <c>?.</c> too many does no harm.
    /// </summary>
    private static bool MayBeNull(ISymbol logger, ITypeSymbol type, RepairRequest request)
    {
        // An inferred type says nothing: the compiler annotates them all.
        bool isInferred = logger is ILocalSymbol && logger.FirstSyntax() is VariableDeclaratorSyntax
        {
            Parent: VariableDeclarationSyntax { Type.IsVar: true }
        };
        return (type.NullableAnnotation == NullableAnnotation.Annotated && !isInferred)
            || request.Root.DescendantNodes().Any(node => node switch
            {
                ConditionalAccessExpressionSyntax access => IsOfLogger(access.Expression),
                ExpressionSyntax when logger is not (IFieldSymbol or IPropertySymbol) => false,
                AssignmentExpressionSyntax { RawKind: (int)SyntaxKind.CoalesceAssignmentExpression } set => IsOfLogger(set.Left),
                BinaryExpressionSyntax { RawKind: (int)SyntaxKind.CoalesceExpression } choice => IsOfLogger(choice.Left),
                ExpressionSyntax => NullTest.Of(node) is { } test && IsOfLogger(test.Tested),
                _ => false,
            });

        bool IsOfLogger(ExpressionSyntax expression)
            => expression is IdentifierNameSyntax or MemberAccessExpressionSyntax { Expression: ThisExpressionSyntax }
                && expression.DescendantNodesAndSelf().OfType<IdentifierNameSyntax>().Last().Identifier.ValueText == logger.Name
                && SymbolEqualityComparer.Default.Equals(request.Model.GetSymbolInfo(expression).Symbol, logger);
    }

    /// <summary>Named as loggers are: <c>ILogger</c>, <c>NLog.Logger</c>, <c>ILog</c>, <c>ILoggingAdapter</c>, <c>IAppLogger</c>.</summary>
    private static bool IsLogger(ITypeSymbol type)
        => type.TypeKind is TypeKind.Class or TypeKind.Interface
            && (type.Name is "ILog" or "ILoggingAdapter" || type.Name.EndsWith("Logger", StringComparison.Ordinal));

    /// <summary>
    /// <c>LogError(exception, message)</c>, <c>Error(exception, message)</c> or <c>Error(message, exception)</c>, whichever the logger
    /// has.
    /// </summary>
    private static ExceptionReport? ByLogger(
        string logger, bool mayBeNull, ITypeSymbol type, string message, int position, RepairRequest request)
    {
        foreach (string method in new[] { "LogError", "Error" })
        {
            foreach (IMethodSymbol candidate in request.Model.LookupSymbols(position, type, method, includeReducedExtensionMethods: true)
                .OfType<IMethodSymbol>())
            {
                ImmutableArray<IParameterSymbol> parameters = candidate.Parameters;
                if (candidate.IsGenericMethod
                    || parameters.Length < 2
                    || parameters.Skip(2).Any(parameter => !parameter.IsParams && !parameter.IsOptional))
                {
                    continue;
                }

                bool exceptionFirst = parameters[0].Type.Is(request.Types.Exception)
                    && parameters[1].Type.SpecialType == SpecialType.System_String;
                if (exceptionFirst || (parameters[1].Type.Is(request.Types.Exception)
                    && parameters[0].Type.SpecialType is SpecialType.System_String or SpecialType.System_Object))
                {
                    ExpressionSyntax text = LiteralExpression(SyntaxKind.StringLiteralExpression, Literal(message));
                    return new ExceptionReport(
                        $"log them with '{logger}'",
                        variable => exceptionFirst
                            ? OnLogger(method, IdentifierName(variable), text)
                            : OnLogger(method, text, IdentifierName(variable)));
                }
            }
        }

        return null;

        ExpressionSyntax OnLogger(string method, params ExpressionSyntax[] arguments)
            => mayBeNull
                ? ConditionalAccessExpression(IdentifierName(logger), Call(MemberBindingExpression(IdentifierName(method)), arguments))
                : Call(Member(IdentifierName(logger), method), arguments);
    }

    private static ExpressionSyntax Member(ExpressionSyntax receiver, string name)
        => MemberAccessExpression(SyntaxKind.SimpleMemberAccessExpression, receiver, IdentifierName(name));

    private static ExpressionSyntax Call(ExpressionSyntax called, params ExpressionSyntax[] arguments)
        => InvocationExpression(called, ArgumentList(AsyncEdit.Separated(arguments.Select(Argument).ToArray())));
}
