using Microsoft.CodeAnalysis.FlowAnalysis;

namespace AsyncAnalyzers.Semantics;

/// <summary>What a call may run.</summary>
internal enum UnseenCodeKind
{
    /// <summary>Code that changes nothing.</summary>
    Harmless,

    /// <summary>Code of another assembly, which does not know of the members of this one.</summary>
    Foreign,

    /// <summary>Any code.</summary>
    Any,
}

/// <summary>Calls that may change fields and properties which they do not name.</summary>
internal static class UnseenCode
{
    public static UnseenCodeKind Of(
        IMethodSymbol method, IOperation? instance, ImmutableArray<IArgumentOperation> arguments, CompletionContext context)
    {
        if (method.MethodKind is MethodKind.DelegateInvoke or MethodKind.FunctionPointerSignature)
        {
            return UnseenCodeKind.Any;
        }

        IAssemblySymbol own = context.Model.Compilation.Assembly;
        if (SymbolEqualityComparer.Default.Equals(method.ContainingAssembly, own))
        {
            return ReadOnlyCode.ChangesNothing(method, CodeModel.Of(context.Model, context.CancellationToken))
                ? UnseenCodeKind.Harmless
                : UnseenCodeKind.Any;
        }

        // What is inherited may call what is overridden here.
        bool callsBack = instance?.Type is { } type
            && SymbolEqualityComparer.Default.Equals(type.ContainingAssembly, own)
            && method.ContainingType.SpecialType != SpecialType.System_Object;
        return callsBack || arguments.Any(argument => MayRunCode(argument.Value)) ? UnseenCodeKind.Any : UnseenCodeKind.Foreign;
    }

    /// <summary>A function is handed over, other than a lambda that only reads.</summary>
    private static bool MayRunCode(IOperation argument)
    {
        argument = CompletionFacts.WithoutConversions(argument);
        return argument.Type?.TypeKind == TypeKind.Delegate
            && !(argument is IDelegateCreationOperation { Target: IFlowAnonymousFunctionOperation or IAnonymousFunctionOperation } creation
                && creation.Target.Syntax is not StatementSyntax
                && !creation.Target.Syntax.DescendantsAndSelf().Any(static node
                    => node is InvocationExpressionSyntax or AssignmentExpressionSyntax or BaseObjectCreationExpressionSyntax
                    || node.Kind() is SyntaxKind.PostIncrementExpression or SyntaxKind.PreIncrementExpression
                        or SyntaxKind.PostDecrementExpression or SyntaxKind.PreDecrementExpression
                    || FunctionSyntax.IsAwait(node)));
    }
}
